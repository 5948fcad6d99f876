// A canvas as large as what is seen of something that may be much higher: the holder scrolls, the canvas stays.

const colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "panel", "ink", "muted", "line", "stripe", "accent", "mark", "local", "remote",
    "network", "secondary", "other", "failure", "held"])
    colours[name] = style.getPropertyValue("--" + name).trim();
}
const kindColour = kind => colours[kind] || colours.other;
const labelWidth = () => innerWidth < 760 ? 110 : 210;
const rightMargin = 14;
const mostPrinted = 3000;  // pixels of height on paper

let isPrinting = false;

// paint(context, {width, height, top}) draws what lies from `top` on.
class ScrolledCanvas {
  constructor(place, paint) {
    this.holder = document.querySelector(place);
    this.canvas = this.holder.querySelector("canvas");
    this.spacer = this.holder.querySelector(".spacer");
    this.context = this.canvas.getContext("2d");
    this.paint = paint;
    this.total = 0;
    this.holder.addEventListener("scroll", () => this.redraw(), {passive: true});
  }
  // `total` is the height of all.
  resize(total) {
    this.total = total;
    const limit = parseFloat(getComputedStyle(this.holder).maxHeight);
    this.height = isPrinting ? Math.min(total, mostPrinted) : Math.min(total, Number.isNaN(limit) ? total : limit);
    this.spacer.style.height = Math.max(0, isPrinting ? 0 : total - this.height) + "px";
    this.width = isPrinting ? 690 : this.holder.clientWidth;
    const ratio = isPrinting ? 2 : devicePixelRatio || 1;
    this.canvas.width = Math.max(1, Math.round(this.width * ratio));
    this.canvas.height = Math.max(1, Math.round(this.height * ratio));
    this.canvas.style.width = this.width + "px";
    this.canvas.style.height = this.height + "px";
    this.ratio = ratio;
    this.drawNow();
  }
  redraw() {
    this.frame ??= requestAnimationFrame(() => this.drawNow());
  }
  drawNow() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = null;
    const context = this.context;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    this.paint(context, {width: this.width, height: this.height, top: isPrinting ? 0 : this.holder.scrollTop});
  }
}

// Text that fits, with "…" where it was longer.
const fitted = new Map();
function fitText(context, text, width) {
  const key = context.font + "|" + width + "|" + text;
  if (fitted.has(key)) return fitted.get(key);
  let kept = text;
  if (context.measureText(text).width > width) {
    let low = 0, high = text.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (context.measureText(text.slice(0, middle) + "…").width <= width) low = middle; else high = middle - 1;
    }
    kept = text.slice(0, low) + "…";
  }
  if (fitted.size > 5000) fitted.clear();
  fitted.set(key, kept);
  return kept;
}
const font = (weight, size) => `${weight} ${size}px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif`;

// What is said beside the pointer: lines of text, the first in bold.
const tip = document.getElementById("tip");
function showTip(event, lines) {
  if (lines === null) { tip.hidden = true; return; }
  tip.replaceChildren(...lines.map((line, i) => element(i === 0 ? "strong" : "span", {}, line)));
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8)) + "px";
  tip.style.top = (event.clientY + 18 + box.height > innerHeight ? event.clientY - box.height - 12
    : event.clientY + 18) + "px";
}
