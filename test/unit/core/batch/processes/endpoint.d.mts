import type { BatchEndpoint, Dispatch } from '@multistatus/core/adapter';

export const endpoint: BatchEndpoint;
export const dispatch: Dispatch;
