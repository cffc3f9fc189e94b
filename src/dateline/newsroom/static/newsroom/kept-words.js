// <kept-words>: keeps a form's unsaved words in this browser and offers them back; forgets them once they are saved.
class KeptWords extends HTMLElement {
  connectedCallback() {
    this.forgetDone();
    this.form = document.getElementById(this.getAttribute("form") ?? "");
    if (!this.form) return;
    this.saved = this.words();
    this.form.addEventListener("input", () => this.soon());
    this.form.addEventListener("change", () => this.soon());
    this.form.addEventListener("words-saved", (event) => this.wasSaved(event.detail));
    addEventListener("pagehide", () => this.keep());
    this.addEventListener("click", (event) => this.press(event.target.dataset.deed));
    if (!this.hasAttribute("fresh")) this.offer();
  }

  get key() {
    return this.getAttribute("kept-under");
  }

  words() {
    const entries = [...new FormData(this.form)];
    return JSON.stringify(entries.filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken"));
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 300);
  }

  keep() {
    clearTimeout(this.timer);
    const words = this.words();
    if (words === this.saved) return;
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), words }));
      this.removeAttribute("full");
    } catch {
      this.setAttribute("full", ""); // the browser's room is used up: the form itself still has the words
    }
  }

  wasSaved(keptUnder) {
    clearTimeout(this.timer);
    localStorage.removeItem(this.key);
    if (keptUnder) this.setAttribute("kept-under", keptUnder);
    this.saved = this.words();
  }

  offer() {
    const kept = this.found();
    this.offered = kept.filter(({ words }) => words !== this.saved);
    for (const { key, words } of kept) if (words === this.saved) localStorage.removeItem(key);
    this.hidden = !this.offered.length;
    if (this.hidden) return;
    this.querySelector("[data-when]").textContent = new Date(this.offered[0].at).toLocaleString(document.documentElement.lang);
  }

  found() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.getAttribute("prefix")));
    const read = (key) => {
      try {
        return { key, ...JSON.parse(localStorage.getItem(key)) };
      } catch {
        return { key, at: 0, words: "[]" };
      }
    };
    return keys.map(read).sort((one, other) => other.at - one.at);
  }

  press(deed) {
    if (!deed || !this.offered) return;
    if (deed === "bring") return this.bring(this.offered[0]);
    localStorage.removeItem(this.offered[0].key);
    this.offer(); // older ones are offered one by one: none goes unseen
  }

  // The server draws the form again with these words: one way of drawing it, with and without scripts.
  bring({ words }) {
    const form = document.createElement("form");
    form.method = "post";
    form.enctype = "multipart/form-data";
    form.hidden = true;
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const [name, value] of [...JSON.parse(words), ["csrfmiddlewaretoken", token], ["do", "bring"]]) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }

  forgetDone() {
    const here = new URL(location.href);
    const ticket = here.searchParams.get("done");
    if (!ticket) return;
    const prefix = this.getAttribute("prefix");
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix) && key.endsWith(`:${ticket}`)) localStorage.removeItem(key);
    }
    here.searchParams.delete("done");
    history.replaceState(history.state, "", here);
  }
}

customElements.define("kept-words", KeptWords);
