export { type BatchMiddleware, batch, type ExpressBatchOptions } from './batch.js';
