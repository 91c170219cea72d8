// The subset of OpenAPI 3.1 that is used here: https://spec.openapis.org/oas/v3.1.1.html. It is mutable: callers may edit it.

import type { JsonSchema } from '../formats/json-schema.js';

/** Content by media type. */
export type OpenApiContent = Record<string, { schema: JsonSchema; example?: unknown }>;

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

/** The methods that an {@link OpenApiPathItem} can have. */
export type OpenApiMethod = 'get' | 'put' | 'post' | 'delete' | 'patch';

/** A path item of OpenAPI 3.1, for the member `paths` of a description. */
export type OpenApiPathItem = { [Method in OpenApiMethod]?: OpenApiOperation };
