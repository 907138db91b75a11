/** The colours of the page, as the style sheet has them for light and dark. */

const NAMES = {
  page: "--page", ink: "--ink", muted: "--muted", box: "--box", vague: "--vague", department: "--department", team: "--team",
  fieldLine: "--field-line", link: "--link", thread: "--thread", falls: "--falls", needs: "--needs", way: "--way", risk: "--risk", riskInk: "--risk-ink",
  warn: "--warn", warnField: "--warn-field", fallsTint: "--falls-tint", lessTint: "--less-tint", less: "--less", good: "--good", needsTint: "--needs-tint", accent: "--accent", overlap: "--overlap",
};

/** @typedef {Record<keyof typeof NAMES, string>} Colours */

/** @returns {Colours} */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  return /** @type {Colours} */ (Object.fromEntries(Object.entries(NAMES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()])));
}
