// What is used of OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.1.html. All of it is plain JSON, and the caller's to change.

/** A JSON Schema of draft 2020-12, the dialect of OpenAPI 3.1. */
export type JsonSchema = Record<string, unknown>;

/** Content by media type. */
export type OpenApiContent = Record<string, { schema: JsonSchema; example?: unknown }>;

/** A header of a response, or of a request where it stands among the parameters. */
export interface OpenApiHeader {
  description: string;
  schema: JsonSchema;
}

/** A request header. */
export interface OpenApiParameter extends OpenApiHeader {
  name: string;
  in: 'header';
}

/** What is answered with one status. */
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

/** The methods that {@link OpenApiPathItem} can hold. */
export type OpenApiMethod = 'get' | 'put' | 'post' | 'delete' | 'patch';

/** A path item of OpenAPI 3.1, for the member `paths` of a description. */
export type OpenApiPathItem = { [Method in OpenApiMethod]?: OpenApiOperation };
