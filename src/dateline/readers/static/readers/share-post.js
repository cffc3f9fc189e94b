// <share-post>: hands the link inside it to the reader's own way of sharing, else copies it, else writes a mail.
customElements.define("share-post", class extends HTMLElement {
  connectedCallback() {
    this.onclick ||= (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.share(link);
    };
  }

  async share(link) {
    const title = this.closest(".post")?.querySelector("h2")?.textContent || document.title, url = link.href;
    if (navigator.share) {
      try {
        return await navigator.share({ title, url });
      } catch (error) {
        if (error.name == "AbortError") return; // The reader thought better of it.
      }
    }
    try {
      await navigator.clipboard.writeText(url);
      this.said(link);
    } catch {
      location.href = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(url)}`;
    }
  }

  said(link) {
    const before = [...link.childNodes];
    link.replaceChildren(this.dataset.copied);
    link.setAttribute("role", "status");
    setTimeout(() => {
      link.removeAttribute("role");
      link.replaceChildren(...before);
    }, 2500);
  }
});
