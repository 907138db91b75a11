/** Two pens with one hand: what is painted on the screen can be written as a drawing too. */
import { drawn } from "./dom.mjs";

export const FACE = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif";

/** A pen for a canvas. */
export function canvasPen(ctx) {
  const styled = (style, path) => {
    ctx.globalAlpha = style.alpha ?? 1;
    if (style.fill) {
      ctx.fillStyle = style.fill;
      if (path) ctx.fill(path); else ctx.fill();
    }
    if (style.stroke) {
      ctx.strokeStyle = style.stroke;
      ctx.lineWidth = style.width ?? 1;
      ctx.setLineDash(style.dash ?? []);
      if (path) ctx.stroke(path); else ctx.stroke();
    }
    ctx.globalAlpha = 1;
  };
  return {
    path(d, style) { styled(style, new Path2D(d)); },
    rect(x, y, width, height, radius, style) {
      ctx.beginPath();
      ctx.roundRect(x, y, width, height, radius);
      styled(style);
    },
    text(text, x, y, style) {
      ctx.font = fontOf(style);
      ctx.fillStyle = style.fill;
      ctx.globalAlpha = style.alpha ?? 1;
      ctx.textAlign = style.align ?? "left";
      ctx.textBaseline = "middle";
      ctx.fillText(text, x, y);
      ctx.globalAlpha = 1;
    },
  };
}

/** A pen that makes an SVG. */
export function drawingPen(svg) {
  const styled = (style) => ({
    fill: style.fill ?? "none",
    stroke: style.stroke ?? "none",
    "stroke-width": style.width ?? 1,
    "stroke-dasharray": (style.dash ?? []).join(" ") || "none",
    opacity: style.alpha ?? 1,
  });
  return {
    path(d, style) { svg.append(drawn("path", { d, ...styled(style) })); },
    rect(x, y, width, height, radius, style) { svg.append(drawn("rect", { x, y, width, height, rx: radius, ...styled(style) })); },
    text(text, x, y, style) {
      const anchor = { left: "start", center: "middle", right: "end" }[style.align ?? "left"];
      const given = { x, y, fill: style.fill, opacity: style.alpha ?? 1, "text-anchor": anchor, "dominant-baseline": "central" };
      svg.append(drawn("text", { ...given, "font-size": style.size, "font-weight": style.weight ?? 400, "font-family": FACE }, text));
    },
  };
}

function fontOf(style) {
  return `${style.weight ?? 400} ${style.size}px ${FACE}`;
}

const ruler = document.createElement("canvas").getContext("2d");
const measured = new Map();

/** Break a name into at most so many lines of a width; what does not fit ends in an ellipsis; `torn` where a word is. */
export function linesOf(text, width, most, style) {
  const key = `${text}\n${width}\n${most}\n${style.size}\n${style.weight}`;
  if (!measured.has(key)) measured.set(key, broken(text, width, most, style));
  return measured.get(key);
}

function broken(text, width, most, style) {
  ruler.font = fontOf(style);
  const fits = (part) => ruler.measureText(part).width <= width;
  const lines = [];
  let rest = text;
  while (rest && lines.length < most) {
    if (fits(rest)) {
      lines.push(rest);
      break;
    }
    const last = lines.length === most - 1;
    let end = longest(rest, last ? (part) => fits(`${part}…`) : fits);
    if (!last) {
      const gap = Math.max(...[" ", "-", "/", "_", "."].map((mark) => rest.lastIndexOf(mark, rest[end] === " " ? end : end - 1) + 1));
      if (gap > end * 0.4) end = gap;
      else lines.torn = true;
    }
    lines.push(last ? `${rest.slice(0, end).trimEnd()}…` : rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return lines;
}

/** Give how many characters of a text fit; whole characters, never half of a pair. */
function longest(text, fits) {
  let [low, high] = [1, Math.min(text.length, 200)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(text.slice(0, middle))) low = middle; else high = middle - 1;
  }
  const code = text.charCodeAt(low - 1);
  return code >= 0xd800 && code <= 0xdbff ? low + 1 : low;
}
