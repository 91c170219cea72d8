import { toPhoto } from './photo.mjs';
import { toText } from './text.mjs';
import { usualMiddlewares } from './usual-middlewares.mjs';

/**
 * The photo album on Express, with the settings that Express starts with.
 *
 * @param {Function} express the module of Express 4 or 5
 * @param {object} [options]
 * @param {number} [options.photoBytes] length of a photo's JSON text
 * @param {string} [options.textKind] what `/texts/:id` answers with
 * @param {number} [options.waitMs] how long the handler waits before it answers
 * @param {boolean} [options.hasMiddlewares] whether five usual middlewares stand in front of all
 * @param {Function} [options.batch] answers `/batch`
 */
export function toExpressApp(
  express,
  { photoBytes, textKind, waitMs = 0, hasMiddlewares = false, batch } = {},
) {
  const app = express();
  if (hasMiddlewares) app.use(...usualMiddlewares());
  if (batch !== undefined) app.use('/batch', batch);
  app.get('/photos/:id', (req, res) => {
    const answer = () => res.json(toPhoto(Number(req.params.id), photoBytes));
    if (waitMs === 0) answer();
    else setTimeout(answer, waitMs);
  });
  app.get('/texts/:id', (req, res) => {
    res.type('text/plain').send(toText(textKind, Number(req.params.id)));
  });
  app.post('/photos', express.json(), (req, res) => {
    res.json(toPhoto(req.body.id, photoBytes));
  });
  return app;
}
