// <ground-map>: the ground of an exhibit before and after, and what changed, drawn by MapLibre; tiles come from nowhere.
const EMPTY = { type: "FeatureCollection", features: [] };
const WAIT_MS = 20_000;

class GroundMap extends HTMLElement {
  // Resolves once the ground stands on the page; rejects where this browser cannot draw it, or the files do not come.
  async draw({ source, library, worker, style }) {
    await Promise.all([this.styled(style), this.loaded(source), this.library(library, worker)]);
    const canvas = this.part("map");
    this.map = new this.maplibre.Map({
      container: canvas,
      style: this.look(),
      bounds: this.bounds(),
      fitBoundsOptions: { padding: 16 },
      maxZoom: 14,
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      renderWorldCopies: false,
      locale: this.locale(),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    canvas.querySelector("canvas").setAttribute("aria-label", this.getAttribute("label") ?? this.part("label").textContent);
    this.listen();
    await this.drawn();
    this.part("all").hidden = false;
  }

  focusFirst() {
    this.querySelector("input:checked")?.focus({ preventScroll: true });
  }

  disconnectedCallback() {
    this.map?.remove();
    this.dark?.removeEventListener("change", this.repaint);
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  async styled(address) {
    if (document.querySelector(`link[href="${address}"]`)) return;
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    const ready = new Promise((resolve) => link.addEventListener("load", resolve, { once: true }));
    document.head.append(link);
    await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, 2_000))]);
  }

  async loaded(source) {
    const answer = await fetch(source);
    if (!answer.ok) throw new Error(answer.statusText);
    this.ground = await answer.json();
    // What is named by no kind (a file of another maker) is drawn as ground that is held throughout.
    for (const { properties } of this.ground.features) properties.kind ??= "held";
    this.kinds = new Set(this.ground.features.map(({ properties }) => properties.kind));
  }

  async library(address, worker) {
    this.maplibre = await import(address);
    this.maplibre.setWorkerUrl(new URL(worker, location.href).href);
  }

  drawn() {
    return new Promise((resolve, reject) => {
      this.map.once("idle", resolve);
      this.map.once("error", ({ error }) => reject(error));
      setTimeout(() => reject(new Error("the map took too long")), WAIT_MS);
    });
  }

  // Colours are those of the page, so that the map is dark where the page is.
  colour(name) {
    return getComputedStyle(this).getPropertyValue(`--map-${name}`).trim();
  }

  look() {
    const fill = (id, kinds, colour, opacity) => ({
      id, type: "fill", source: "ground", filter: ["in", ["get", "kind"], ["literal", kinds]],
      paint: { "fill-color": this.colour(colour), "fill-opacity": opacity },
    });
    const line = (id, kinds, colour, width) => ({
      id, type: "line", source: "ground", filter: ["in", ["get", "kind"], ["literal", kinds]],
      layout: { "line-join": "round" }, paint: { "line-color": this.colour(colour), "line-width": width },
    });
    return {
      version: 8,
      sources: { ground: { type: "geojson", data: this.ground ?? EMPTY, tolerance: 0.2 } },
      layers: [
        { id: "paper", type: "background", paint: { "background-color": this.colour("paper") } },
        fill("land", ["region"], "land", 1),
        fill("before", ["held", "start"], "held", 0.6),
        fill("after", ["held", "end"], "held", 0.6),
        fill("lost", ["lost"], "loss", 0.85),
        fill("gained", ["gained"], "gain", 0.85),
        line("changed", ["gained", "lost"], "ink", 0.5),
        line("borders", ["region"], "border", 1),
      ],
    };
  }

  bounds() {
    const near = this.ground.features.filter(({ properties }) => ["gained", "lost"].includes(properties.kind));
    const box = [180, 90, -180, -90];
    const walk = (coordinates) => {
      if (typeof coordinates[0] !== "number") return coordinates.forEach(walk);
      const [x, y] = coordinates;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    };
    for (const { geometry } of near.length ? near : this.ground.features) if (geometry) walk(geometry.coordinates);
    return box[0] < box[2] ? box : [-180, -80, 180, 80];
  }

  locale() {
    const say = (name) => this.part(name)?.textContent ?? "";
    return {
      "Map.Title": say("label"),
      "CooperativeGesturesHandler.WindowsHelpText": say("ctrl"),
      "CooperativeGesturesHandler.MacHelpText": say("command"),
      "CooperativeGesturesHandler.MobileHelpText": say("fingers"),
    };
  }

  listen() {
    this.addEventListener("change", () => this.show());
    for (const [name, deed] of [["nearer", "zoomIn"], ["farther", "zoomOut"]]) {
      this.part(name).addEventListener("click", () => this.map[deed]());
    }
    this.part("home").addEventListener("click", () => this.map.fitBounds(this.bounds(), { padding: 16 }));
    this.map.on("mousemove", (event) => this.name(event.point));
    this.map.on("click", (event) => this.name(event.point));
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.repaint = () => this.map.setStyle(this.look()).once("styledata", () => this.show());
    this.dark.addEventListener("change", this.repaint);
    this.map.once("styledata", () => this.show());
  }

  // Which of before, after and what changed is seen.
  show() {
    const chosen = this.querySelector("input:checked")?.value ?? "change";
    const seen = { before: chosen !== "after", after: chosen === "after", gained: chosen === "change", lost: chosen === "change",
      changed: chosen === "change" };
    for (const [layer, visible] of Object.entries(seen)) {
      if (this.map.getLayer(layer)) this.map.setLayoutProperty(layer, "visibility", visible ? "visible" : "none");
    }
  }

  // The region one points at, and how much of it changed.
  name(point) {
    const found = this.map.queryRenderedFeatures(point);
    const region = found.find(({ layer }) => layer.id === "land")?.properties.name ?? "";
    const changed = found.find(({ layer }) => layer.id === "gained" || layer.id === "lost");
    const words = changed ? this.part(changed.layer.id)?.textContent : "";
    this.part("where").textContent = [region, words].filter(Boolean).join(" · ");
  }
}

customElements.define("ground-map", GroundMap);
