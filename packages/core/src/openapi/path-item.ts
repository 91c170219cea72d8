// The subset of OpenAPI 3.1 and 3.2 that is used here: https://spec.openapis.org/oas/v3.1.1.html and v3.2.0.html. It is mutable:
// callers may edit it.

import type { JsonSchema } from '../formats/json-schema.js';

/** Content in one media type. */
export interface OpenApiMediaType {
  /** The JSON Schema (draft 2020-12) of the content as a whole. */
  schema: JsonSchema;
  /** Of each item of a sequence, such as a line of JSON Lines; since OpenAPI 3.2. */
  itemSchema?: JsonSchema;
  /** A value that matches the schema. */
  example?: unknown;
}

/** Content by media type. */
export type OpenApiContent = Record<string, OpenApiMediaType>;

/** A response header; with a name also a request header, see {@link OpenApiParameter}. */
export interface OpenApiHeader {
  /** What the value means, in Markdown. */
  description: string;
  /** The JSON Schema of the value. */
  schema: JsonSchema;
}

/** A request header, or a part of a URL. */
export interface OpenApiParameter extends OpenApiHeader {
  /** The name of the header, of the query parameter, or of the variable in the path. */
  name: string;
  /** Where the parameter is. */
  in: 'header' | 'path' | 'query';
  /** Absent if it is optional. */
  required?: true;
}

/** The response with one status. */
export interface OpenApiResponse {
  /** When the endpoint answers with this status, in Markdown. */
  description: string;
  /** By name; absent if none is described. */
  headers?: Record<string, OpenApiHeader>;
  /** The body by media type. */
  content: OpenApiContent;
}

/** One method of an endpoint. */
export interface OpenApiOperation {
  /** A few words, as tools show them in a list. */
  summary: string;
  /** What the endpoint does, with its rules and limits, in Markdown. */
  description: string;
  /** The headers and parts of the URL that have a meaning; absent if there are none. */
  parameters?: OpenApiParameter[];
  /** Absent for a method without a body. */
  requestBody?: { description: string; required: true; content: OpenApiContent };
  /** By status, or `default`. */
  responses: Record<string, OpenApiResponse>;
}

/** The methods that an {@link OpenApiPathItem} can have; `query` since OpenAPI 3.2. */
export type OpenApiMethod = 'get' | 'put' | 'post' | 'delete' | 'patch' | 'query';

/** A path item of OpenAPI, for the member `paths` of a description. */
export type OpenApiPathItem = { [Method in OpenApiMethod]?: OpenApiOperation };
