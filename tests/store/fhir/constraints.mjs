// FHIR's own constraints (R4B, 4.3.0: the npm package hl7.fhir.r4b.core), each evaluated by fhirpath.js on each
// element it is for, in the Bundles named on the command line after the folder that has both in node_modules.
// Writes JSON: of each file what does not hold, and how often each constraint was evaluated.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const fhirpath = require('fhirpath');
const model = require('fhirpath/fhir-context/r4');

const NOT_HERE = new Set(['txt-1', 'txt-2']); // htmlChecks(), which is of the validator in Java
const silent = { traceFn: () => {} };
/** Two expressions of R4B cannot be evaluated of several values; this is how R5 has them. */
const AS_IN_R5 = {
  'dom-3': (expression) => expression.replaceAll('descendants().as(', 'descendants().ofType('),
  'tim-9': () => "offset.empty() or (when.exists() and when.select($this in ('C' | 'CM' | 'CD' | 'CV')).allFalse())",
};
const expressions = new Map();
const types = new Map();
const evaluated = {};
const wrong = {};

/** A type: its own definition, those of its elements by the path they are right below, and by id. */
function elements(name) {
  if (!types.has(name)) {
    const file = `hl7.fhir.r4b.core/StructureDefinition-${name}.json`;
    const all = JSON.parse(readFileSync(require.resolve(file), 'utf8')).snapshot.element;
    types.set(name, { root: all[0], below: grouped(all), byId: new Map(all.map((each) => [each.id, each])) });
  }
  return types.get(name);
}

const parent = (element) => element.path.slice(0, Math.max(0, element.path.lastIndexOf('.')));

function grouped(all) {
  const found = new Map();
  for (const each of all) {
    found.set(parent(each), [...(found.get(parent(each)) ?? []), each]);
  }
  return found;
}

/** Whether the constraints of an element hold of a value: `base` is where the model knows it from. */
function judge(definition, value, base, said) {
  for (const { key, severity, expression } of definition.constraint ?? []) {
    const elsewhere = key === 'ref-1' && value.reference === undefined; // led by an identifier alone
    if (severity !== 'error' || NOT_HERE.has(key) || elsewhere) {
      continue;
    }
    const id = `${base}\n${expression}`;
    if (!expressions.has(id)) {
      const asked = AS_IN_R5[key]?.(expression) ?? expression;
      expressions.set(id, fhirpath.compile({ base, expression: asked }, model, silent));
    }
    evaluated[key] = (evaluated[key] ?? 0) + 1;
    const held = expressions.get(id)(value, { resource: said.resource, rootResource: said.root });
    if (held.length !== 1 || held[0] !== true) {
      said.wrong.push(`${said.resource.resourceType} ${said.resource.id}: ${key} at ${said.at}: ${JSON.stringify(held)}`);
    }
  }
}

/** A value of a type that has a definition of its own, and all within it. */
function ofType(name, value, said) {
  const type = elements(name);
  judge(type.root, value, name, said);
  within(type, name, value, said);
}

function within(type, path, value, said) {
  for (const element of type.below.get(path) ?? []) {
    for (const [name, code, found] of named(element, value)) {
      const values = Array.isArray(found) ? found : [found];
      values.forEach((each, n) => one(type, element, code, each, { ...said, at: `${said.at}.${name}[${n}]` }));
    }
  }
}

/** The names under which an element stands in a value (of a choice, with its type behind), and what is there. */
function* named(element, value) {
  const last = element.path.slice(element.path.lastIndexOf('.') + 1);
  const names = last.endsWith('[x]')
    ? (element.type ?? []).map(({ code }) => [last.slice(0, -3) + code[0].toUpperCase() + code.slice(1), code])
    : [[last, element.type?.[0]?.code]];
  for (const [name, code] of names) {
    if (value[name] !== undefined) {
      yield [name, code, value[name]];
    }
  }
}

function one(type, element, code, value, said) {
  if (element.contentReference) {
    const target = type.byId.get(element.contentReference.slice(element.contentReference.indexOf('#') + 1));
    judge(target, value, target.path, said);
    within(type, target.path, value, said);
  } else if (code === 'Resource') {
    const root = element.path.endsWith('.contained') ? said.root : value;
    ofType(value.resourceType, value, { ...said, resource: value, root, at: value.resourceType });
  } else if (code === 'BackboneElement' || code === 'Element') {
    judge(element, value, element.path, said);
    within(type, element.path, value, said);
  } else if (value !== null && typeof value === 'object') {
    judge(element, value, code, said);
    ofType(code, value, said);
  } // ele-1, the only one of a plain value, is true of every value that JSON has
}

for (const file of files) {
  const bundle = JSON.parse(readFileSync(file, 'utf8'));
  wrong[basename(file)] = [];
  ofType('Bundle', bundle, { resource: bundle, root: bundle, at: 'Bundle', wrong: wrong[basename(file)] });
}
console.log(JSON.stringify({ wrong, evaluated }));
