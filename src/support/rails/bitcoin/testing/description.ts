import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_DESCRIPTION } from './own-description.ts';

/* BTCPay's own description of its interface, which lies beside the project and not in it: what goes over is held to it. */

const CASES = join(import.meta.dirname, '../../../../../../shared/cases/btcpay/swagger.invoices.json');

export type Schema = {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  type?: string;
  format?: string;
  nullable?: boolean;
  enum?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  required?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
};

type Content = { content?: { 'application/json'?: { schema: Schema } } };
type Parameter = { $ref?: string; name?: string; in?: string; schema?: Schema };
export type Operation = {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content>;
  security?: { API_Key?: string[] }[];
};
export type Description = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** What the description names and other files of it tell. */
const ELSEWHERE: Record<string, Schema> = {
  StoreId: { type: 'string' },
  InvoiceId: { type: 'string' },
  PaymentMethodId: { type: 'string' },
  UnixTimestamp: { type: 'number' },
  TimeSpanMinutes: { type: 'number' },
  SpeedPolicy: { type: 'string', enum: ['HighSpeed', 'MediumSpeed', 'LowMediumSpeed', 'LowSpeed'] },
  ProblemDetails: { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } } },
  ValidationProblemDetails: {
    type: 'array',
    items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
  },
};

let known: Description | undefined;

/** BTCPay's own; where it is not here, what is kept of it in the project. */
export function description(): Description {
  if (known !== undefined) return known;
  if (existsSync(CASES)) return (known = JSON.parse(readFileSync(CASES, 'utf8')) as Description);
  console.warn(`${CASES} is absent: the fake of BTCPay is held to the project's own words of it`);
  return (known = OWN_DESCRIPTION);
}

/** The operation of a method and path. Null: there is no such one. */
export function operationOf({ paths }: Description, method: string, path: string): Operation | null {
  for (const [template, operations] of Object.entries(paths)) {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const found = pattern.test(path) ? operations[method.toLowerCase()] : undefined;
    if (found !== undefined) return found;
  }
  return null;
}

/** What is wrong with the fields of a query. */
export function faultsOfQuery(operation: Operation, query: URLSearchParams): string[] {
  const fields = new Map(
    (operation.parameters ?? []).flatMap((one) => (one.in === 'query' ? [[one.name, one]] : [])),
  );
  return [...query].flatMap(([name, value]) => {
    const schema = fields.get(name)?.schema;
    if (schema === undefined) return [`"${name}" is no field of the query`];
    const whole = resolve(schema);
    const kind = whole.type === 'array' ? resolve(whole.items ?? {}).type : whole.type;
    const form = kind === 'number' ? /^\d+$/ : kind === 'boolean' ? /^(true|false)$/ : /./;
    return form.test(value) ? [] : [`"${name}" is no ${kind}`];
  });
}

const schemaOf = (content: Content | undefined): Schema | null =>
  content?.content?.['application/json']?.schema ?? null;

/** What is wrong with a body that is sent. */
export function faultsOfBody({ requestBody }: Operation, body: unknown): string[] {
  const schema = schemaOf(requestBody);
  if (schema === null) return body === undefined ? [] : ['takes no body'];
  return faultsOf(body, schema, { path: '', whole: false });
}

/** What is wrong with an answer; every field that is described has to be there. */
export function faultsOfAnswer({ responses }: Operation, status: number, body: unknown): string[] {
  const response = responses[status] ?? responses.default;
  if (response === undefined) return [`status ${status} is not described`];
  const schema = schemaOf(response);
  return schema === null ? [] : faultsOf(body, schema, { path: '', whole: status === 200 });
}

/** With everything that a schema is put together from in it. */
function resolve(schema: Schema): Schema {
  const named = schema.$ref === undefined ? undefined : referred(schema.$ref);
  const parts = [named, ...(schema.allOf ?? [])].filter((part) => part !== undefined);
  if (parts.length === 0) return schema;
  const { $ref: _ref, allOf: _allOf, ...own } = schema;
  return [...parts.map((part) => resolve(part)), own].reduce<Schema>(
    (all, part) => ({ ...all, ...part, properties: { ...all.properties, ...part.properties } }),
    {},
  );
}

function referred(ref: string): Schema {
  const name = ref.split('/').at(-1) ?? '';
  const found = description().components.schemas[name] ?? ELSEWHERE[name];
  if (found === undefined) throw new Error(`The description names "${name}" and does not say what it is`);
  return found;
}

type Place = { path: string; whole: boolean };

function faultsOf(value: unknown, schema: Schema, place: Place): string[] {
  const { path, whole } = place;
  const is = resolve(schema);
  const wrong = (why: string): string[] => [`"${path}" ${why}`];
  if (value === null) return is.nullable === true || is.anyOf !== undefined ? [] : wrong('is null');
  if (is.enum !== undefined && (typeof value !== 'string' || !is.enum.includes(value)))
    return wrong(`is ${JSON.stringify(value)}`);
  if (is.type === 'array') {
    if (!Array.isArray(value)) return wrong('is no list');
    return value.flatMap((one, at) => faultsOf(one, is.items ?? {}, { path: `${path}/${at}`, whole }));
  }
  if (is.type === 'number') {
    if (typeof value !== 'number') return wrong('is no number');
    const isIn = value >= (is.minimum ?? -Infinity) && value <= (is.maximum ?? Infinity);
    return isIn ? [] : wrong(`is ${value}`);
  }
  if (is.type === 'boolean') return typeof value === 'boolean' ? [] : wrong('is neither true nor false');
  if (is.type === 'string') {
    if (typeof value !== 'string') return wrong('is no text');
    const isDecimal = is.format !== 'decimal' || /^-?\d+(\.\d+)?$/.test(value);
    return isDecimal ? [] : wrong(`is "${value}" and no decimal`);
  }
  const { properties = {} } = is;
  if (Object.keys(properties).length === 0) return [];
  if (typeof value !== 'object') return wrong('is no object');
  const fields = Object.entries(value as Record<string, unknown>);
  const isOpen = is.additionalProperties !== false;
  const missing = Object.keys(properties).filter(
    (name) => !(name in value) && (whole || (is.required ?? []).includes(name)),
  );
  return [
    ...missing.map((name) => `"${path}/${name}" is missing`),
    ...fields.flatMap(([name, field]) => {
      const inner = properties[name];
      if (inner === undefined) return isOpen ? [] : [`"${path}/${name}" is not described`];
      return field === undefined ? [] : faultsOf(field, inner, { path: `${path}/${name}`, whole });
    }),
  ];
}
