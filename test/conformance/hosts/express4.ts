import express from 'express4';
import { expressApplication } from './express-application.js';
import type { ConformanceHost } from './host.js';
import { startNodeHost } from './start-node-host.js';

export const express4Host: ConformanceHost = {
  name: 'Express 4',
  start: (setup) => startNodeHost('Express 4', setup, expressApplication(express)),
};
