/** The shapes of the layers, as paths that a canvas and a drawing both know. */
import { drawn } from "./dom.mjs";

const TURN = Math.PI * 2;

/**
 * @param {number} corners
 * @param {number} start
 * @param {number} [inner]
 */
function around(corners, start, inner) {
  /** @type {[number, number][]} */
  const points = [];
  const count = inner ? corners * 2 : corners;
  for (let at = 0; at < count; at += 1) {
    const angle = start + (TURN * at) / count;
    const reach = inner && at % 2 ? inner : 1;
    points.push([Math.cos(angle) * reach, Math.sin(angle) * reach]);
  }
  return points;
}

/** @type {Record<string, [number, number][]>} */
const POINTS = {
  hexagon: around(6, 0),
  diamond: around(4, 0),
  star: around(5, -TURN / 4, 0.45),
  triangle: around(3, -TURN / 4),
  square: [[-0.78, -0.78], [0.78, -0.78], [0.78, 0.78], [-0.78, 0.78]],
  box: [[-1, -0.62], [1, -0.62], [1, 0.62], [-1, 0.62]],
};

/**
 * Give the path of a shape around a point.
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
export function shapePath(shape, x, y, size) {
  const said = (/** @type {number} */ number) => number.toFixed(2);
  if (shape === "circle") {
    return `M${said(x - size)} ${said(y)}a${said(size)} ${said(size)} 0 1 0 ${said(size * 2)} 0a${said(size)} ${said(size)} 0 1 0 ${said(-size * 2)} 0Z`;
  }
  if (shape === "cylinder") {
    const [wide, high, rim] = [size * 0.8, size * 0.95, size * 0.32];
    const arc = (/** @type {number} */ sweep, /** @type {number} */ to) => `A${said(wide)} ${said(rim)} 0 0 ${sweep} ${said(to)}`;
    return `M${said(x - wide)} ${said(y - high + rim)}${arc(1, x + wide)} ${said(y - high + rim)}L${said(x + wide)} ${said(y + high - rim)}${arc(1, x - wide)} ${said(y + high - rim)}Z`
      + `M${said(x - wide)} ${said(y - high + rim)}${arc(0, x + wide)} ${said(y - high + rim)}`;
  }
  return `M${POINTS[shape].map(([dx, dy]) => `${said(x + dx * size)} ${said(y + dy * size)}`).join("L")}Z`;
}

/**
 * Add a shape around a point to a path that many share.
 * @param {Path2D} path
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
export function traceShape(path, shape, x, y, size) {
  if (shape === "circle") {
    path.moveTo(x + size, y);
    path.arc(x, y, size, 0, TURN);
  } else if (shape === "cylinder") {
    path.moveTo(x + size * 0.8, y - size * 0.63);
    path.ellipse(x, y - size * 0.63, size * 0.8, size * 0.32, 0, 0, Math.PI, true);
    path.lineTo(x - size * 0.8, y + size * 0.63);
    path.ellipse(x, y + size * 0.63, size * 0.8, size * 0.32, 0, Math.PI, 0, true);
    path.closePath();
  } else {
    POINTS[shape].forEach(([dx, dy], at) => (at ? path.lineTo(x + dx * size, y + dy * size) : path.moveTo(x + dx * size, y + dy * size)));
    path.closePath();
  }
}

/**
 * Give a small picture of a shape, for lists and the legend.
 * @param {string} layer
 * @param {Record<string, [string, string]>} layers
 * @param {number} [size]
 */
export function glyph(layer, layers, size = 14) {
  const [colour, shape] = layers[layer];
  return drawn(
    "svg",
    { width: size, height: size, viewBox: "-8 -8 16 16", class: "glyph", "aria-hidden": "true" },
    drawn("path", { d: shapePath(shape, 0, 0, 7), fill: colour, stroke: "currentColor", "stroke-width": 0.6, "stroke-opacity": 0.5 }),
  );
}
