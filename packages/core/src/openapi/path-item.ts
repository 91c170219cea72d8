// The subset of OpenAPI 3.1 and 3.2 that is used here: https://spec.openapis.org/oas/v3.1.1.html and v3.2.0.html. It is mutable:
// callers may edit it.

import type { JsonSchema } from '../formats/json-schema.js';

/** Content in one media type. */
export interface OpenApiMediaType {
  schema: JsonSchema;
  /** Of each item of a sequence, such as a line of JSON Lines; since OpenAPI 3.2. */
  itemSchema?: JsonSchema;
  example?: unknown;
}

/** Content by media type. */
export type OpenApiContent = Record<string, OpenApiMediaType>;

/** A response header; with a name also a request header, see {@link OpenApiParameter}. */
export interface OpenApiHeader {
  description: string;
  schema: JsonSchema;
}

/** A request header, or a part of a URL. */
export interface OpenApiParameter extends OpenApiHeader {
  name: string;
  in: 'header' | 'path' | 'query';
  /** Absent if it is optional. */
  required?: true;
}

/** The response with one status. */
export interface OpenApiResponse {
  description: string;
  headers?: Record<string, OpenApiHeader>;
  content: OpenApiContent;
}

/** One method of an endpoint. */
export interface OpenApiOperation {
  summary: string;
  description: string;
  parameters?: OpenApiParameter[];
  requestBody?: { description: string; required: true; content: OpenApiContent };
  /** By status, or `default`. */
  responses: Record<string, OpenApiResponse>;
}

/** The methods that an {@link OpenApiPathItem} can have; `query` since OpenAPI 3.2. */
export type OpenApiMethod = 'get' | 'put' | 'post' | 'delete' | 'patch' | 'query';

/** A path item of OpenAPI, for the member `paths` of a description. */
export type OpenApiPathItem = { [Method in OpenApiMethod]?: OpenApiOperation };
