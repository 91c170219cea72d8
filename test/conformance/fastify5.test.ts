import { declareConformance } from './declare-conformance.js';
import { fastify5Host } from './hosts/fastify5.js';

declareConformance(fastify5Host);
