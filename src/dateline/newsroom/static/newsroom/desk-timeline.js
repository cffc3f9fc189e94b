// <desk-timeline>: draws the list of posts again when somebody else publishes, unless one is busy in it.
class DeskTimeline extends HTMLElement {
  connectedCallback() {
    this.source = new EventSource(this.getAttribute("stream"));
    for (const name of ["change", "reset"]) this.source.addEventListener(name, () => this.soon());
    // Drafts are not in the public stream, and a stream may be closed: look again from time to time.
    this.timer = setInterval(() => document.hidden || this.soon(), 30_000);
    this.onVisible = () => document.hidden || this.soon();
    document.addEventListener("visibilitychange", this.onVisible);
    document.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("focusout", () => this.late && this.soon());
  }

  disconnectedCallback() {
    this.source.close();
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.refresh(), 200);
  }

  refresh() {
    const focused = document.activeElement;
    // htmx gives the focus back to what has an id; anything else would lose it.
    this.late = this.contains(focused) && !focused.id;
    if (!this.late) window.htmx?.trigger("#lines", "refresh");
  }

  key(event) {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "n" && plain && !event.target.closest("input, textarea, select, [contenteditable]")) {
      document.querySelector("[data-key=n]")?.click();
    }
  }
}

customElements.define("desk-timeline", DeskTimeline);
