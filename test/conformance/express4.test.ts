import { declareConformance } from './declare-conformance.js';
import { express4Host } from './hosts/express4.js';

declareConformance(express4Host);
