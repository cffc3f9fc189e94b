// <at-desk>: remembers on this machine that somebody is signed in and what they may take down, for links on public pages.
customElements.define("at-desk", class extends HTMLElement {
  connectedCallback() {
    try {
      if (this.dataset.may) localStorage.setItem("dateline-desk", this.dataset.may);
      else localStorage.removeItem("dateline-desk");
    } catch {
      // A browser that keeps nothing shows no links there.
    }
  }
});
