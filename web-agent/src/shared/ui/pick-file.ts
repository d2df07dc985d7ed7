/** For a file button's input: a file that was chosen before, mended since or taken away, can be chosen again. */
export const pickAnew = {
  onClick: (event: React.MouseEvent<HTMLInputElement>) => { event.currentTarget.value = ''; },
};
