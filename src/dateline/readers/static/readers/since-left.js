// <since-left>: marks the first post that the reader has not seen, and leads there; it remembers in this browser only.
const language = document.documentElement.lang || undefined;

customElements.define("since-left", class extends HTMLElement {
  connectedCallback() {
    if (this.key) return;
    this.live = this.closest("live-stream");
    this.key = `dateline:seen:${this.live.dataset.slug}`;
    this.oldestFirst = this.live.dataset.order == "oldest";
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    this.draw(this.remembered());
  }

  get posts() {
    return [...this.live.querySelectorAll(".posts > .post")];
  }

  leave() {
    const newest = this.posts.map((post) => post.dataset.order).sort().pop();
    if (newest > (this.remembered() || "")) this.remember(newest);
  }

  draw(seen) {
    const unread = this.posts.filter((post) => post.dataset.order > seen);
    if (!seen || !unread.length) return;
    const first = unread.at(this.oldestFirst ? 0 : -1), line = document.createElement("p");
    line.className = "since";
    line.textContent = this.dataset.mark;
    first[this.oldestFirst ? "before" : "after"](line);
    // Who missed more than this page goes to the last post they saw, on the page that holds it.
    const { base, older } = this.live.dataset, further = older && unread.length == this.posts.length;
    const many = document.createElement("b"), link = document.createElement("a");
    many.textContent = this.counted(unread.length) + (further ? "+" : "");
    link.href = further ? `${base}?with=${seen.split("-").pop()}` : `#${first.id}`;
    link.textContent = this.dataset.jump;
    this.replaceChildren(many, " ", link);
  }

  counted(n) {
    const forms = JSON.parse(this.dataset.many), rules = new Intl.PluralRules(language);
    const fitting = Object.keys(forms).find((sample) => rules.select(+sample) == rules.select(n));
    return (forms[fitting] || forms[2]).replace("{n}", n.toLocaleString(language));
  }

  remembered() {
    try {
      return localStorage.getItem(this.key);
    } catch {
      return null; // Storage is closed to us: nothing is marked.
    }
  }

  remember(order) {
    try {
      localStorage.setItem(this.key, order);
    } catch {
      // As above.
    }
  }
});
