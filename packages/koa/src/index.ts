export { type BatchMiddleware, batch, type KoaBatchContext, type KoaBatchOptions } from './batch.js';
