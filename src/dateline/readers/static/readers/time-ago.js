// <time-ago>: says how long ago the <time> inside it was, for a day; the clock of the event's zone stays beside it.
const language = document.documentElement.lang || undefined;
const ago = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
const shown = new Set();
const MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const SKEW = 5 * MINUTE; // a clock may be that wrong; what is further ahead is meant so
let latest = 0;

/** The time now; it never runs backwards, whatever the reader's clock does. */
function now() {
  return (latest = Math.max(latest, Date.now()));
}

function words(age) {
  const far = Math.abs(age), sign = age < 0 ? 1 : -1;
  if (age > -SKEW && age < MINUTE) return ago.format(0, "second");
  if (far >= DAY) return "";
  return far < HOUR ? ago.format(sign * Math.floor(far / MINUTE), "minute") : ago.format(sign * Math.floor(far / HOUR), "hour");
}

customElements.define("time-ago", class extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time");
    if (!this.time) return;
    const at = new Date(this.time.dateTime), full = { dateStyle: "medium", timeStyle: "short" };
    this.at = at.getTime();
    this.relative = this.querySelector(".rel") || document.createElement("span");
    this.relative.className = "rel";
    this.time.prepend(this.relative);
    this.time.title = [
      this.time.textContent.replace(/\s+/g, " ").trim(),
      at.toLocaleString(language, { ...full, timeStyle: "long" }),
      at.toLocaleString(language, { ...full, timeZone: "UTC" }) + " UTC",
    ].join("\n");
    shown.add(this);
    this.draw();
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  draw() {
    const day = this.querySelector(".day");
    this.relative.textContent = words(now() - this.at);
    if (day) day.hidden = this.relative.textContent != "";
  }
});

setInterval(() => document.hidden || shown.forEach((element) => element.draw()), 10e3);
document.addEventListener("visibilitychange", () => shown.forEach((element) => element.draw()));
