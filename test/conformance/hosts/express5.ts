import express from 'express';
import { expressApplication } from './express-application.js';
import type { ConformanceHost } from './host.js';
import { startNodeHost } from './start-node-host.js';

export const express5Host: ConformanceHost = {
  name: 'Express 5',
  start: (setup) => startNodeHost('Express 5', setup, expressApplication(express)),
};
