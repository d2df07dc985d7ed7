import { expect, it } from 'vitest';
import { ApiProblem } from '@/shared/api/problem';
import { fieldErrors } from './field-errors';

const taken = (code: string) => `said: ${code}`;

it.each([
  ['a complaint about a field', { errors: { name: ['Too long.', 'Too odd.'] } }, { name: 'Too long. Too odd.' }],
  ['one about a part of a field', { errors: { 'skills[0].level': ['Too high.'] } }, { skills: 'Too high.' }],
  ['one in the framework’s spelling', { errors: { Name: ['Empty.'] } }, { name: 'Empty.' }],
  ['one about a field that the form lacks', { errors: { queueId: ['Unknown.'] } }, {}],
  ['a code that speaks of a field', { code: 'name_taken' }, { name: 'said: name_taken' }],
  ['a code that speaks of none', { code: 'own_access' }, {}],
])('puts %s where it belongs', (_, body, expected) => {
  expect(fieldErrors(new ApiProblem(400, body), ['name', 'skills'], taken)).toEqual(expected);
});
