/** The pool that is always there; its name is not the operator's. */
export const firstPool = 'main';
