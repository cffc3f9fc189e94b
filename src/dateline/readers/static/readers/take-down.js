// <take-down>: a link to the desk for who is signed in there on this machine; nobody else sees or loads anything of it.
customElements.define("take-down", class extends HTMLElement {
  connectedCallback() {
    let may = "";
    try {
      may = localStorage.getItem("dateline-desk") ?? "";
    } catch {
      return; // A browser that keeps nothing knows no desk.
    }
    if (this.firstElementChild || !may.split(" ").includes(this.dataset.what)) return;
    const link = document.createElement("a");
    const what = this.dataset.what === "story" ? "story" : "item";
    link.href = `/desk/wire/${what}/${encodeURIComponent(this.dataset.uid)}/hide/?back=${encodeURIComponent(location.pathname)}`;
    link.textContent = this.dataset.words;
    this.replaceChildren(link);
    this.hidden = false;
  }
});
