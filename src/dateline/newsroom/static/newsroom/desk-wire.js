// <desk-wire>: draws its list again when something came in, and lets one work through it by keys.
const ASK_AGAIN_MS = 350;
const AFTER_FAULT_MS = 10_000;
const KEYS = { u: "u", f: "f", m: "m", o: "o" };

class DeskWire extends HTMLElement {
  connectedCallback() {
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
    this.onVisible = () => document.hidden || this.ask();
    document.addEventListener("visibilitychange", this.onVisible);
    this.addEventListener("focusout", () => setTimeout(() => this.late && this.refresh()));
    this.addEventListener("htmx:beforeSwap", () => this.remember());
    // The list that was swapped is gone by then: htmx tells the page.
    this.onSwap = () => this.restore();
    document.addEventListener("htmx:afterSwap", this.onSwap);
    if (this.getAttribute("head")) this.later(ASK_AGAIN_MS);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("visibilitychange", this.onVisible);
    document.removeEventListener("htmx:afterSwap", this.onSwap);
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), ms);
  }

  get lines() {
    return this.querySelector("#lines");
  }

  async ask() {
    if (!this.getAttribute("head") || document.hidden || this.asking) return;
    this.asking = true;
    let pause = ASK_AGAIN_MS;
    try {
      const answer = await fetch(`${this.getAttribute("head")}?seq=${this.lines?.dataset.seq ?? ""}`, { headers: { "HX-Request": "true" } });
      if (answer.status === 200) this.refresh();
      else if (answer.status !== 204) pause = AFTER_FAULT_MS;
    } catch {
      pause = AFTER_FAULT_MS;
    }
    this.asking = false;
    if (this.isConnected) this.later(pause);
  }

  refresh() {
    const focused = document.activeElement;
    const typing = this.contains(focused) && focused.matches("input:not([type=checkbox]), select, textarea");
    // What somebody types or has ticked would be gone: it waits until they are done.
    this.late = typing || !!this.querySelector("input[type=checkbox]:checked");
    if (!this.late) window.htmx?.trigger("#lines", "refresh");
  }

  // What one looks at stays where it is, and the line that had the focus has it again.
  remember() {
    const lines = scrollY ? [...this.querySelectorAll(".line")] : [];
    const line = lines.find((found) => found.getBoundingClientRect().bottom > 0);
    this.place = line && { id: line.id, top: line.getBoundingClientRect().top };
    const held = document.activeElement?.closest?.(".line");
    this.held = held && this.contains(held) && !document.activeElement.id ? held.id : "";
    this.opened = [...this.querySelectorAll(".line details[open]")].map((details) => details.closest(".line").id);
  }

  restore() {
    for (const id of this.opened ?? []) document.querySelector(`#${id} details`)?.setAttribute("open", "");
    const line = this.place && document.getElementById(this.place.id);
    if (line) scrollBy({ top: line.getBoundingClientRect().top - this.place.top, behavior: "instant" });
    if (this.held) document.getElementById(this.held)?.querySelector("[data-key=o]")?.focus({ preventScroll: true });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-key='/']");
      if (search) event.preventDefault();
      search?.focus();
    } else if (event.key === "j" || event.key === "k") this.step(event.key === "j" ? 1 : -1);
    else if (KEYS[event.key]) this.press(KEYS[event.key]);
  }

  get current() {
    return document.activeElement?.closest?.(".line");
  }

  step(by) {
    const lines = [...this.querySelectorAll(".line")].filter((line) => line.checkVisibility?.() ?? true);
    const at = lines.indexOf(this.current);
    const next = lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(Math.max(at + by, 0), lines.length - 1)];
    next?.querySelector("[data-key=o]")?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  press(key) {
    // Outside a list the page itself is what is meant: a report, a story.
    const line = this.current;
    const within = line ?? document.querySelector("main");
    const found = within.querySelector(`[data-key=${key}]`);
    if (found && (line || !found.closest(".line"))) found.click();
  }
}

customElements.define("desk-wire", DeskWire);
