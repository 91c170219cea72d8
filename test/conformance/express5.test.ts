import { declareConformance } from './declare-conformance.js';
import { express5Host } from './hosts/express5.js';

declareConformance(express5Host);
