// <live-stream>: keeps an open page up to date, by a stream or by asking, without moving what is being read.

const SEGMENT = 50; // changes in one numbered file
const MOST_SEGMENTS = 4; // who missed more fetches the page anew
const language = document.documentElement.lang || undefined;
const rules = new Intl.PluralRules(language);
const byId = (id) => document.getElementById(id);
const partsOf = (page) => [...page.querySelectorAll(".region, .post")];
const wait = (ms) => new Promise((go) => setTimeout(go, ms));

/** The way to the newsroom. Every frame reaches the page once and in order, whatever stands in between. */
class Line {
  constructor(base, at, page) {
    Object.assign(this, { base, at, page, turn: 0, failures: 0, tried: 0, patience: 1, missing: 0 });
  }

  get seq() {
    return +this.at.split("-")[1];
  }

  open() {
    this.close();
    if (!navigator.onLine) return this.page.told("offline");
    if (this.ended) this.poll(); // Once: it may have been opened again, or corrected.
    else this.stream();
  }

  close(how) {
    this.turn++;
    clearTimeout(this.timer);
    this.hangUp();
    if (how) this.page.told(how);
  }

  hangUp() {
    clearTimeout(this.guard);
    this.source?.close();
    this.source = null;
  }

  /** Somebody looks at the page again: what it may have missed is asked for at once. */
  askAgain() {
    if (!this.source && this.page.dataset.line != "stopped" && navigator.onLine) this.poll();
  }

  /** Asks instead; the stream is tried again after a while, and after twice that while the next time. */
  giveUp() {
    this.hangUp();
    this.tried = Date.now();
    this.patience = Math.min(16, this.patience * 2);
  }

  /** A page hidden for long gives its connection back: browsers allow few to one server. */
  doze() {
    clearTimeout(this.nap);
    this.nap = setTimeout(() => document.hidden && this.source && (this.hangUp(), this.later(0)), LiveStream.times.doze);
  }

  stream() {
    this.tried = Date.now();
    const source = (this.source = new EventSource(`${this.base}stream?since=${this.at}`));
    source.onopen = () => {
      clearTimeout(this.guard);
      this.failures = 0;
      this.page.told("stream");
      this.later(LiveStream.times.check);
    };
    // After an answer such as 502 or 503 the browser never tries again by itself.
    source.onerror = () => (source.readyState == EventSource.CLOSED ? this.fail(source) : this.expect(source));
    source.addEventListener("change", (event) => ((this.patience = 1), this.take(JSON.parse(event.data))));
    source.addEventListener("reset", () => this.page.refresh());
    this.expect(source);
  }

  expect(source) {
    clearTimeout(this.guard);
    this.guard = setTimeout(() => this.fail(source), LiveStream.times.open);
  }

  fail(source) {
    source.close();
    if (source != this.source) return;
    this.giveUp();
    this.later(LiveStream.times.back * Math.random());
  }

  /** Asks after a while; a page that nobody sees asks less often. */
  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.poll(), ms * (0.9 + Math.random() / 5) * (document.hidden ? 4 : 1));
  }

  async poll() {
    const { turn } = this, { times } = LiveStream;
    const head = await this.get("changes/head.json");
    if (turn != this.turn) return;
    if (!head) return this.later(Math.min(times.check, times.back * 2 ** this.failures++));
    this.failures = 0;
    const streams = this.source?.readyState == EventSource.OPEN;
    if (streams && head.seq > this.seq) await wait(times.back); // It may be on its way.
    if (streams && head.seq > this.seq) this.giveUp(); // The stream is open, but something in between swallows it.
    await this.catchUp(head);
    if (turn == this.turn) this.next(head);
  }

  next(head) {
    const rested = Date.now() - this.tried > (LiveStream.times.retry * this.patience) / 2;
    this.ended = head.state == "ended";
    if (this.source?.readyState == EventSource.OPEN) return head.next_poll_ms && this.later(LiveStream.times.check);
    if (!head.next_poll_ms) return this.close("stopped");
    if (this.ended) return this.close("ended");
    this.page.told("poll");
    if (!this.source && !document.hidden && head.streaming && rested) this.stream();
    this.later(head.next_poll_ms);
  }

  /** A frame from anywhere: known ones are passed over, a gap is mended first. */
  take(frame) {
    const [epoch, seq] = frame.seq.split("-");
    if (epoch != this.at.split("-")[0]) return this.page.refresh();
    if (+seq <= this.seq) return;
    if (frame.prev != this.at) return this.mend(+seq);
    this.at = frame.seq;
    this.ended = frame.state == "ended";
    this.page.show(frame);
  }

  async mend(seq) {
    this.missing = Math.max(this.missing, seq);
    if (this.mending) return;
    this.mending = true;
    const { turn } = this;
    for (let tries = 0; this.seq < this.missing && tries < 5 && turn == this.turn; tries++) {
      if (tries) await wait(LiveStream.times.back * 1.2); // A cache may hold the head for a second.
      const head = await this.get("changes/head.json");
      if (head && turn == this.turn) await this.catchUp(head);
    }
    this.mending = false;
    if (this.seq < this.missing && turn == this.turn) this.page.refresh();
  }

  async catchUp(head) {
    const first = Math.floor(this.seq / SEGMENT) + 1, frames = [];
    if (!this.at.startsWith(`${head.epoch}-`) || head.segment - first >= MOST_SEGMENTS) return this.page.refresh();
    for (let number = first; number <= head.segment; number++) {
      const segment = await this.get(`changes/${number}.json?epoch=${head.epoch}`);
      if (!segment) return;
      frames.push(...segment.frames);
    }
    for (const frame of [...frames, ...head.frames]) this.take(frame);
  }

  async get(path) {
    try {
      const answer = await fetch(this.base + path, { signal: AbortSignal.timeout(15e3) });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null; // The world failed; whoever asked tries again.
    }
  }
}

/** The open page: puts what frames bring, holds news back while somebody reads, and says what it did. */
class LiveStream extends HTMLElement {
  static times = { open: 10e3, check: 60e3, retry: 60e3, back: 1e3, mark: 60e3, doze: 600e3 };

  connectedCallback() {
    if (this.line) return;
    const { at, base, kind, order } = this.dataset;
    Object.assign(this, { isFront: kind == "front", oldestFirst: order == "oldest" });
    for (const part of this.querySelectorAll("[data-part]")) this[part.dataset.part] = part;
    this.words = JSON.parse(this.querySelector("script").textContent);
    this.headline = document.title;
    this.waiting = new Map(); // news that is not on the page yet, by id
    this.raw = new Map(partsOf(document).map((part) => [part.id, part.outerHTML])); // as drawn by the server
    this.line = new Line(base, at, this);
    this.line.ended = byId("status")?.dataset.state == "ended";
    this.listen();
    if (this.choice != "paused") this.line.open();
    else this.told("paused");
  }

  listen() {
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.line.close("offline"));
    addEventListener("pagehide", () => this.line.close());
    addEventListener("pageshow", (event) => event.persisted && this.wake());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.line.doze() : this.comeBack()));
    document.addEventListener("click", (event) => this.jump(event));
    this.addEventListener("choose", () => this.obey());
    this.toast.onclick = () => this.openToast();
  }

  get choice() {
    return this.querySelector("live-mode")?.choice || "auto";
  }

  obey() {
    if (this.choice == "paused") this.line.close("paused");
    else if (!this.line.source) this.line.open();
    if (this.mayShow) this.flush();
  }

  wake() {
    if (this.choice != "paused") this.line.open();
  }

  comeBack() {
    if (this.mayShow) this.flush();
    if (this.choice != "paused") this.line.askAgain();
  }

  /** How the page hears of changes: stream, poll, offline, paused, ended or stopped. */
  told(how) {
    this.dataset.line = how;
    this.note.textContent = this.words[how] || "";
    this.note.hidden = !this.words[how];
  }

  show(frame) {
    if (frame.reload) return this.refresh("");
    this.keep(() => frame.put.forEach((put) => (put.order ? this.putPost(put, frame) : putRegion(put, frame, this))));
    this.count();
  }

  putPost(put, frame) {
    const post = drawn(put.html), old = byId(put.id);
    this.raw.set(put.id, post.outerHTML);
    if (this.waiting.has(put.id)) this.waiting.set(put.id, post);
    else if (old) this.replace(old, post, put, frame);
    else if (put.news) this.putNews(post, put);
    else if (put.front && this.isFront) this.place(post, frame.what);
  }

  replace(old, post, put, frame) {
    carry(old, post, () => {
      if (old.dataset.order == put.order || !this.isFront) old.replaceWith(post);
      else old.remove(), this.place(post);
    });
    // Moved behind the end of the page: it stands in the archive now.
    const edge = this.shown.at(this.oldestFirst ? 0 : -1);
    if (this.isFront && this.dataset.older && !put.front && post == edge) return post.remove();
    this.mark(post, frame.what);
    if (frame.what) this.say.textContent = `${this.words.marks[frame.what]}: ${nameOf(post)}`;
  }

  putNews(post, put) {
    const { only } = this.dataset;
    if (this.isFront ? !put.front : only && !post.matches(only) && !post.querySelector(only)) return;
    if (this.mayShow) this.place(post, "post.published");
    else this.waiting.set(put.id, post);
    const { size } = this.waiting, { news, marks } = this.words;
    this.say.textContent = this.waiting.has(put.id) ? counted(news, size) : `${marks["post.published"]}: ${nameOf(post)}`;
  }

  /** Whether news may appear by itself: nobody is reading further down, and somebody looks. */
  get mayShow() {
    const atTop = this.oldestFirst || this.posts.getBoundingClientRect().top >= 0;
    return this.isFront && this.choice == "auto" && !document.hidden && atTop;
  }

  /** Puts the post where its order says. */
  place(post, what) {
    const { order } = post.dataset;
    const after = this.shown.find((other) => (this.oldestFirst ? other.dataset.order > order : other.dataset.order < order));
    this.querySelector(".nothing")?.remove();
    this.posts.insertBefore(post, after || null);
    this.mark(post, what);
  }

  get shown() {
    return [...this.posts.querySelectorAll(".post")];
  }

  mark(element, what, into = element.querySelector(".meta")) {
    if (!what) return;
    element.classList.add(what == "post.published" ? "arrived" : "changed");
    const label = document.createElement("span");
    label.className = "mark";
    label.textContent = ` ${this.words.marks[what]}`;
    into?.append(label);
    setTimeout(() => this.keep(() => label.remove()), LiveStream.times.mark);
  }

  /** Fetches the page anew and puts what differs: when too much was missed to tell it change by change. */
  async refresh(what = "post.amended") {
    if (this.refreshing) return;
    this.refreshing = true;
    const answer = await fetch(location.href, { cache: "no-cache" }).catch(() => null);
    const text = answer?.ok && (await answer.text());
    this.refreshing = false;
    if (text) this.renew(new DOMParser().parseFromString(text, "text/html"), what);
    else this.line.later(LiveStream.times.back * 5);
  }

  renew(fresh, what) {
    const { at } = fresh.querySelector("live-stream").dataset, [epoch, seq] = at.split("-");
    if (this.line.at.startsWith(`${epoch}-`) && seq < this.line.seq) return; // Some cache gave us an older page.
    const newest = this.shown.map((post) => post.dataset.order).sort().pop() || "";
    const differing = partsOf(fresh).filter((part) => this.raw.get(part.id) != part.outerHTML);
    const putOf = ({ id, outerHTML: html, dataset: { order } }) => ({ id, html, order, front: true, news: order > newest });
    const moved = this.line.at != at;
    this.line.at = at;
    ({ lang: document.documentElement.lang, dir: document.documentElement.dir } = fresh.documentElement);
    this.show({ what, put: differing.map(putOf) });
    if (moved && this.choice != "paused") this.line.open();
  }

  /** Changes the page so that what is read stays where it is on the screen. */
  keep(change) {
    const root = document.documentElement.style;
    root.overflowAnchor = "none"; // Some browsers would move the page as well.
    const parts = partsOf(document).filter((part) => !part.closest(".side")); // which stays where it is anyway
    const boxes = parts.map((part) => [part.id, part.getBoundingClientRect()]);
    const inView = boxes.filter(([, box]) => box.bottom > 48 && box.height);
    change();
    const [id, box] = inView.find(([known]) => byId(known)) || [];
    const shift = id ? byId(id).getBoundingClientRect().top - box.top : 0;
    if (shift) scrollBy({ top: shift, behavior: "instant" });
    requestAnimationFrame(() => (root.overflowAnchor = ""));
  }

  jump(event) {
    const link = event.target.closest?.('a[href*="#post-"]');
    const id = link && link.hash.slice(1);
    if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (this.waiting.has(id)) this.flush();
    if (!this.posts.contains(byId(id))) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    this.goTo(byId(id));
  }

  goTo(post) {
    post.scrollIntoView({ block: "start" });
    post.focus({ preventScroll: true });
  }

  openToast() {
    if (this.isFront) this.goTo(this.flush());
    else location.assign(this.dataset.front || this.dataset.base);
  }

  /** Puts all waiting news; returns what one reads first. */
  flush() {
    const posts = [...this.waiting.values()].sort((a, b) => (a.dataset.order < b.dataset.order ? 1 : -1));
    this.waiting.clear();
    this.keep(() => posts.forEach((post) => this.place(post, "post.published")));
    this.count();
    return posts.at(this.oldestFirst ? -1 : 0);
  }

  count() {
    const { size } = this.waiting;
    this.headline = document.querySelector("#head h1")?.textContent || this.headline;
    document.title = (size ? `(${size}) ` : "") + this.headline;
    Object.assign(this.toast, { hidden: !size, textContent: counted(this.words.news, size) });
  }
}

function putRegion({ id, html }, { what }, page) {
  const old = byId(id), region = drawn(html);
  page.raw.set(id, region.outerHTML);
  if (!old) return;
  carry(old, region, () => old.replaceWith(region));
  if (id == "contributors") return;
  if (!what.startsWith("blog.")) return region.classList.toggle("changed", Boolean(what));
  page.mark(region, what, region);
  page.say.textContent = region.textContent.trim().slice(0, 200);
}

/** Carries over what the reader has opened, scrolled or focused inside the old element. */
function carry(old, fresh, swap) {
  const reach = "a, button, summary, [tabindex]";
  const focus = [old, ...old.querySelectorAll(reach)].indexOf(document.activeElement);
  const opened = [...old.querySelectorAll("details")].map((details) => details.open);
  const list = old.querySelector("ol"), place = list && [list.scrollLeft, list.scrollTop];
  swap();
  fresh.querySelectorAll("details").forEach((details, at) => (details.open = opened[at] ?? details.open));
  if (place) fresh.querySelector("ol")?.scrollTo(...place);
  if (focus >= 0) ([fresh, ...fresh.querySelectorAll(reach)][focus] || fresh).focus({ preventScroll: true });
}

function drawn(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function nameOf(post) {
  return post.querySelector("h2")?.textContent || post.querySelector(".body")?.textContent.trim().slice(0, 120) || "";
}

/** The form that fits the number, in the page's language. */
function counted(forms, n) {
  const fitting = Object.keys(forms).find((sample) => rules.select(+sample) == rules.select(n));
  return (forms[fitting] || forms[2]).replace("{n}", n.toLocaleString(language));
}

customElements.define("live-stream", LiveStream);
