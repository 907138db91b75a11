/** Two pens with one hand: what is painted on the screen can be written as a drawing too. */
import { drawn } from "./dom.mjs";
import { shapePath } from "./shapes.mjs";

/** @typedef {{ fill?: string, stroke?: string, width?: number, dash?: number[], alpha?: number }} Style */
/** @typedef {{ size: number, fill?: string, weight?: number, align?: CanvasTextAlign, alpha?: number, halo?: string }} Lettering */
/**
 * @typedef {object} Pen
 * @property {(d: string, style: Style) => void} path
 * @property {(shape: string, x: number, y: number, size: number, style: Style) => void} shape
 * @property {(x: number, y: number, width: number, height: number, radius: number, style: Style) => void} rect
 * @property {(text: string, x: number, y: number, style: Lettering) => void} text
 */

export const FACE = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif";

/** @type {Map<string, Path2D>} */
const outlines = new Map();

/** @param {string} shape */
function outline(shape) {
  let path = outlines.get(shape);
  if (!path) {
    path = new Path2D(shapePath(shape, 0, 0, 1));
    outlines.set(shape, path);
  }
  return path;
}

/**
 * A pen for a canvas.
 * @param {CanvasRenderingContext2D} ctx
 * @returns {Pen}
 */
export function canvasPen(ctx) {
  const styled = (/** @type {Style} */ style, /** @type {Path2D | null} */ path, scale = 1) => {
    ctx.globalAlpha = style.alpha ?? 1;
    if (style.fill) {
      ctx.fillStyle = style.fill;
      if (path) ctx.fill(path); else ctx.fill();
    }
    if (style.stroke) {
      ctx.strokeStyle = style.stroke;
      ctx.lineWidth = (style.width ?? 1) / scale;
      ctx.setLineDash(style.dash ?? []);
      if (path) ctx.stroke(path); else ctx.stroke();
    }
    ctx.globalAlpha = 1;
  };
  return {
    path(d, style) { styled(style, new Path2D(d)); },
    shape(shape, x, y, size, style) {
      ctx.save();
      ctx.translate(x, y);
      ctx.scale(size, size);
      styled(style, outline(shape), size);
      ctx.restore();
    },
    rect(x, y, width, height, radius, style) {
      ctx.beginPath();
      ctx.roundRect(x, y, width, height, radius);
      styled(style, null);
    },
    text(text, x, y, style) {
      ctx.font = fontOf(style);
      ctx.globalAlpha = style.alpha ?? 1;
      ctx.textAlign = style.align ?? "left";
      ctx.textBaseline = "middle";
      if (style.halo) {
        ctx.strokeStyle = style.halo;
        ctx.lineWidth = style.size / 3.4;
        ctx.lineJoin = "round";
        ctx.setLineDash([]);
        ctx.strokeText(text, x, y);
      }
      ctx.fillStyle = style.fill ?? "#000";
      ctx.fillText(text, x, y);
      ctx.globalAlpha = 1;
    },
  };
}

/**
 * A pen that makes an SVG.
 * @param {Element} svg
 * @returns {Pen}
 */
export function drawingPen(svg) {
  const styled = (/** @type {Style} */ style) => ({
    fill: style.fill || "none",
    stroke: style.stroke || "none",
    "stroke-width": style.width ?? 1,
    "stroke-dasharray": (style.dash ?? []).join(" ") || "none",
    opacity: style.alpha ?? 1,
  });
  return {
    path(d, style) { svg.append(drawn("path", { d, ...styled(style) })); },
    shape(shape, x, y, size, style) { svg.append(drawn("path", { d: shapePath(shape, x, y, size), ...styled(style) })); },
    rect(x, y, width, height, radius, style) { svg.append(drawn("rect", { x, y, width, height, rx: radius, ...styled(style) })); },
    text(text, x, y, style) {
      const anchor = /** @type {Record<string, string>} */ ({ left: "start", center: "middle", right: "end" })[style.align ?? "left"];
      const halo = style.halo ? { stroke: style.halo, "stroke-width": style.size / 3.4, "paint-order": "stroke", "stroke-linejoin": "round" } : {};
      const given = { x, y, fill: style.fill, opacity: style.alpha ?? 1, "text-anchor": anchor, "dominant-baseline": "central", ...halo };
      svg.append(drawn("text", { ...given, "font-size": style.size, "font-weight": style.weight ?? 400, "font-family": FACE }, text));
    },
  };
}

/** @param {Lettering} style */
export function fontOf(style) {
  return `${style.weight ?? 400} ${style.size}px ${FACE}`;
}

const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
/** @typedef {string[] & { torn?: boolean }} Broken */
/** @type {Map<string, Broken>} */
const measured = new Map();
/** @type {Map<string, number>} */
const widths = new Map();
const MOST_MEASURED = 20000;

/**
 * Give the width of a text; it is remembered, since to measure costs more than to write.
 * @param {string} text
 * @param {Lettering} style
 */
export function widthOf(text, style) {
  const key = `${style.size} ${style.weight} ${text.slice(0, 200)}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > MOST_MEASURED) widths.clear();
    ruler.font = fontOf(style);
    width = ruler.measureText(text.slice(0, 200)).width;
    widths.set(key, width);
  }
  return width;
}

/**
 * Break a name into at most so many lines of a width; what does not fit ends in an ellipsis; `torn` where a word is.
 * @param {string} text
 * @param {number} width
 * @param {number} most
 * @param {Lettering} style
 * @returns {Broken}
 */
export function linesOf(text, width, most, style) {
  const key = `${text}\n${width}\n${most}\n${style.size}\n${style.weight}`;
  let lines = measured.get(key);
  if (!lines) {
    if (measured.size > MOST_MEASURED) measured.clear();
    lines = broken(text, width, most, style);
    measured.set(key, lines);
  }
  return lines;
}

/**
 * @param {string} text
 * @param {number} width
 * @param {number} most
 * @param {Lettering} style
 */
function broken(text, width, most, style) {
  ruler.font = fontOf(style);
  const fits = (/** @type {string} */ part) => ruler.measureText(part).width <= width;
  /** @type {Broken} */
  const lines = [];
  let rest = text;
  while (rest && lines.length < most) {
    if (fits(rest)) {
      lines.push(rest);
      break;
    }
    const last = lines.length === most - 1;
    let end = longest(rest, last ? (/** @type {string} */ part) => fits(`${part}…`) : fits);
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

/**
 * Give how many characters of a text fit; whole characters, never half of a pair.
 * @param {string} text
 * @param {(part: string) => boolean} fits
 */
export function longest(text, fits) {
  let [low, high] = [1, Math.min(text.length, 200)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(text.slice(0, middle))) low = middle; else high = middle - 1;
  }
  const code = text.charCodeAt(low - 1);
  return code >= 0xd800 && code <= 0xdbff ? low + 1 : low;
}
