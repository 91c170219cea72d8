// Texts of about 20 KB that are not JSON: what an answer in XML has to escape, and one in JSON has to quote.

const CHARACTERS = 20_000;

const PIECES = {
  plain: 'Rails shine, lamps come on, and the last car leaves for Graca & Alfama at ten. ',
  markup: '<li class="stop"><a href="/stops/28?to=graca&amp;on=28">Graca &amp; Alfama</a></li>\n',
  japanese: '線路が光り、街灯がともり、最終電車がグラサとアルファマへ向かう。',
};

/** What `GET /texts/:id` can answer with: English, HTML, and text whose characters take three bytes each. */
export const TEXT_KINDS = Object.keys(PIECES);

const texts = new Map(
  Object.entries(PIECES).map(([kind, piece]) => [
    kind,
    piece.repeat(Math.ceil(CHARACTERS / Buffer.byteLength(piece))),
  ]),
);

/**
 * The text that `GET /texts/:id` answers with.
 *
 * @param {string} kind one of {@link TEXT_KINDS}
 * @param {number} id with which it begins, so that no two are the same
 */
export const toText = (kind, id) => `${id} ${texts.get(kind)}`;
