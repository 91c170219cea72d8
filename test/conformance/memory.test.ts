import { declareConformance } from './declare-conformance.js';
import { memoryHost } from './hosts/memory.js';

declareConformance(memoryHost);
