// <rich-text>: edits the textarea inside it as rich text; the textarea stays what the form sends.
import { Editor } from "@tiptap/core";
import Blockquote from "@tiptap/extension-blockquote";
import Bold from "@tiptap/extension-bold";
import Code from "@tiptap/extension-code";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Heading from "@tiptap/extension-heading";
import Italic from "@tiptap/extension-italic";
import Link from "@tiptap/extension-link";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import Paragraph from "@tiptap/extension-paragraph";
import Subscript from "@tiptap/extension-subscript";
import Superscript from "@tiptap/extension-superscript";
import Text from "@tiptap/extension-text";
import { UndoRedo } from "@tiptap/extensions";

const MOST_PASTED = 1_000_000;
const SCHEMES = /^(https?:|mailto:|tel:)/i;

// What claims/core/clean.py keeps, no more and no less: nothing is lost by opening a post in the editor.
const extensions = [
  Document, Paragraph, Text, UndoRedo, Bold, Italic, Code, Subscript, Superscript, Blockquote,
  BulletList, OrderedList, ListItem, ListKeymap,
  // Ctrl+Enter publishes; a line break is Shift+Enter only.
  HardBreak.extend({
    addKeyboardShortcuts() {
      return { "Shift-Enter": () => this.editor.commands.setHardBreak() };
    },
  }),
  Heading.configure({ levels: [2, 3] }),
  Link.configure({
    openOnClick: false,
    autolink: true,
    isAllowedUri: (url) => SCHEMES.test(url),
    HTMLAttributes: { rel: null, target: null, class: null },
  }),
];

const commands = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  heading: (chain) => chain.toggleHeading({ level: 2 }),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  clear: (chain) => chain.unsetAllMarks().clearNodes(),
};

// The editor puts a paragraph into every item of a list; an item of one paragraph is written without it, as it came.
const withPlainItems = (html) => {
  const page = document.createElement("template");
  page.innerHTML = html;
  for (const item of page.content.querySelectorAll("li")) {
    const [first, second] = item.children;
    if (first?.matches("p") && (!second || second.matches("ul, ol"))) first.replaceWith(...first.childNodes);
  }
  return page.innerHTML;
};

class RichText extends HTMLElement {
  connectedCallback() {
    if (this.editor) return; // moved within the page: the editor moves with it
    this.area = this.querySelector("textarea");
    this.tools = this.querySelector(".tools");
    this.linkRow = this.querySelector(".link");
    this.start();
    this.area.hidden = true;
    this.tools.hidden = false;
    this.rove(this.tools.querySelector("button"));
    this.tools.addEventListener("keydown", (event) => this.step(event));
    this.tools.addEventListener("click", (event) => this.press(event.target.closest("[data-command]")));
    this.linkRow.addEventListener("click", (event) => this.link(event.target.dataset.deed));
    this.linkRow.addEventListener("keydown", (event) => this.linkKey(event));
    this.addEventListener("keydown", (event) => this.key(event));
  }

  start() {
    const label = this.querySelector("label.unseen");
    this.editor = new Editor({
      element: this.appendChild(Object.assign(document.createElement("div"), { className: "edited" })),
      extensions,
      content: this.area.value,
      injectCSS: false,
      editorProps: {
        attributes: {
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": label ? label.textContent : "",
          lang: this.area.lang,
          dir: "auto",
          spellcheck: "true",
        },
        handlePaste: (_view, event) => this.refusePaste(event),
      },
      onUpdate: () => this.keep(),
      onTransaction: () => this.show(),
    });
  }

  keep() {
    this.area.value = this.editor.isEmpty ? "" : withPlainItems(this.editor.getHTML());
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    if (!this.editor) return;
    for (const button of this.tools.querySelectorAll("[data-command]")) {
      if (button.dataset.command !== "clear") {
        button.setAttribute("aria-pressed", String(this.editor.isActive(button.dataset.command)));
      }
    }
  }

  // One stop for the Tab key; the arrows go along the tools, as in every toolbar.
  rove(chosen) {
    for (const button of this.tools.querySelectorAll("button")) button.tabIndex = button === chosen ? 0 : -1;
  }

  step(event) {
    const buttons = [...this.tools.querySelectorAll("button")];
    const forward = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const by = event.key === forward ? 1 : -1;
    const next = buttons[(buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length];
    this.rove(next);
    next.focus();
  }

  press(button) {
    if (!button) return;
    if (button.dataset.command === "link") this.askLink();
    else commands[button.dataset.command](this.editor.chain().focus()).run();
  }

  askLink() {
    const field = this.linkRow.querySelector("[data-href]");
    field.value = this.editor.getAttributes("link").href || "";
    this.linkRow.hidden = false;
    field.focus();
  }

  link(deed) {
    if (!deed) return;
    const typed = this.linkRow.querySelector("[data-href]").value.trim();
    const href = SCHEMES.test(typed) || !typed ? typed : `https://${typed}`;
    const chain = this.editor.chain().focus().extendMarkRange("link");
    if (deed === "unset" || !href) chain.unsetLink().run();
    else if (this.editor.state.selection.empty && !this.editor.isActive("link")) {
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
    this.linkRow.hidden = true;
  }

  linkKey(event) {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.link("set");
    } else if (event.key === "Escape") {
      this.linkRow.hidden = true;
      this.editor.commands.focus();
    }
  }

  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.askLink();
    }
  }

  refusePaste(event) {
    const pasted = event.clipboardData;
    const size = pasted ? pasted.getData("text/html").length + pasted.getData("text/plain").length : 0;
    if (size <= MOST_PASTED) return false;
    this.dispatchEvent(new CustomEvent("desk-says", { bubbles: true, detail: this.dataset.tooMuch }));
    event.preventDefault();
    return true;
  }
}

customElements.define("rich-text", RichText);
