export { type BullmqQueueOptions, bullmqQueue } from './queue/bullmq-queue.js';
