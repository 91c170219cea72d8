export type { Report, ReportOptions } from '@multistatus/core';
export { createMultistatus, type MultistatusBuilder } from '@multistatus/document';
export { type BatchMiddleware, batch, type ExpressBatchOptions } from './batch.js';
export { sendMultistatus } from './send-multistatus.js';
