import { toFigure } from './figures.mjs';

/**
 * @typedef {object} Bar
 * @property {string} label
 * @property {import('../measure/statistics.mjs').Spread} spread the bar is as long as the median; a thin line shows the least and
 *   the greatest value
 * @property {boolean} [isOurs] whether it stands out
 */

/**
 * @typedef {object} Chart
 * @property {string} title what was found
 * @property {string} unit what the figures are, and whether more or less of it is better
 * @property {string} note when and on what it was measured
 * @property {{ label?: string, bars: Bar[] }[]} groups
 */

const WIDTH = 760;
const MARGIN = 20;
const LABEL_WIDTH = 230;
/** Room for the figure right of the longest bar. */
const FIGURE_WIDTH = 70;
const BAR_LEFT = MARGIN + LABEL_WIDTH;
const BAR_ROOM = WIDTH - MARGIN - FIGURE_WIDTH - BAR_LEFT;
const BAR_HEIGHT = 14;
const ROW = 22;
const TITLE_LINE = 21;
/** As many as fit, in the widest of the fonts. */
const TITLE_CHARACTERS = 80;

const STYLE = `
    svg { color-scheme: light dark; font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
    .paper { fill: #ffffff; }
    text { fill: #24292f; }
    .title { font-size: 15px; font-weight: 600; }
    .unit, .note { fill: #57606a; }
    .note { font-size: 11px; }
    .group { font-weight: 600; }
    .figure { font-variant-numeric: tabular-nums; }
    .other { fill: #afb8c1; }
    .ours { fill: #1f6feb; }
    .spread { stroke: #24292f; stroke-opacity: 0.6; }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #0d1117; }
      text { fill: #e6edf3; }
      .unit, .note { fill: #9198a1; }
      .other { fill: #545d68; }
      .ours { fill: #4493f8; }
      .spread { stroke: #e6edf3; }
    }`;

/**
 * Draws bars as an SVG document that can be read on a light and on a dark page, and in an editor.
 *
 * @param {Chart} chart
 * @returns {string}
 */
export function toBarChart({ title, unit, note, groups }) {
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(({ spread }) => spread.max)));
  const titleLines = wrap(title, TITLE_CHARACTERS);
  const parts = titleLines.map((line, index) => text(MARGIN, 30 + index * TITLE_LINE, 'title', line));
  let y = 30 + titleLines.length * TITLE_LINE;
  parts.push(text(MARGIN, y, 'unit', unit));
  y += 14;
  for (const { label, bars } of groups) {
    if (label !== undefined) {
      y += 10;
      parts.push(text(MARGIN, y + 13, 'group', label));
      y += ROW;
    }
    for (const bar of bars) {
      parts.push(...toBar(bar, y, BAR_ROOM / most));
      y += ROW;
    }
  }
  y += 16;
  parts.push(text(MARGIN, y, 'note', note));
  const height = y + 14;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
  <title>${toXmlText(title)}</title>
  <style>${STYLE}
  </style>
  <rect class="paper" width="${WIDTH}" height="${height}" rx="6"/>
${parts.map((part) => `  ${part}`).join('\n')}
</svg>
`;
}

function toBar({ label, spread, isOurs = false }, y, scale) {
  const toX = (value) => round(BAR_LEFT + value * scale);
  const middle = y + BAR_HEIGHT / 2;
  return [
    text(MARGIN, y + 12, 'label', label),
    `<rect class="${isOurs ? 'ours' : 'other'}" x="${BAR_LEFT}" y="${y}" width="${round(spread.median * scale)}" height="${BAR_HEIGHT}"/>`,
    `<line class="spread" x1="${toX(spread.min)}" y1="${middle}" x2="${toX(spread.max)}" y2="${middle}"/>`,
    text(round(toX(spread.max) + 6), y + 12, 'figure', toFigure(spread.median)),
  ];
}

const text = (x, y, kind, content) => `<text class="${kind}" x="${x}" y="${y}">${toXmlText(content)}</text>`;

const round = (value) => Math.round(value * 10) / 10;

const toXmlText = (content) =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Lines of whole words; a word that is longer has a line of its own. */
function wrap(content, characters) {
  const lines = [''];
  for (const word of content.split(' ')) {
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + word.length > characters) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
