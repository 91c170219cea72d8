import { declareConformance } from './declare-conformance.js';
import { koa3Host } from './hosts/koa3.js';

declareConformance(koa3Host);
