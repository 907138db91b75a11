/** Making elements. Names from files only ever become text: nothing here reads HTML. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element with properties, attributes, listeners (`on…`) and children.
 * @param {string} tag
 * @param {Record<string, any>} [given]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "text") made.textContent = value;
    else if (name === "class") made.className = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== "").map((child) => /** @type {Node | string} */ (child)));
  return made;
}

/**
 * @param {string} identity
 * @returns {HTMLElement}
 */
export function byId(identity) {
  return /** @type {HTMLElement} */ (document.getElementById(identity));
}

/**
 * Make an element of a drawing.
 * @param {string} tag
 * @param {Record<string, any>} [given]
 * @param {...(Node | string)} children
 */
export function drawn(tag, given = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * A command or a place that can be copied.
 * @param {string} text
 * @param {string} [kind]
 */
export function copyable(text, kind = "command") {
  const button = el("button", { type: "button", class: `copy ${kind}`, "aria-label": `Copy ${text}`, title: "Copy" }, el("code", { text }));
  button.addEventListener("click", async () => {
    const done = await copied(text);
    button.dataset.said = done ? "copied" : "select it and copy it by hand";
    setTimeout(() => { delete button.dataset.said; }, 1600);
  });
  return button;
}

/** @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { class: "unseen" }));
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/**
 * Say a number of things.
 * @param {number} number
 * @param {string} one
 * @param {string} [many]
 */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
