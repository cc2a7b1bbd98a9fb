export { addVerbs, type RunVerb } from './add-verbs';
export { callControl, type ControlAccess, ControlError, readControlFile } from './call-control';
export { type ControlCall, type Verb, type Written } from './verb';
export { verbs } from './verbs';
