import { declareConformance } from './declare-conformance.js';
import { koa2Host } from './hosts/koa2.js';

declareConformance(koa2Host);
