/** Shows at once and fades when it is not renewed. */
export class FadingSign {
  on = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly milliseconds: number,
    private readonly onFaded: () => void,
  ) {}

  set(on: boolean): void {
    clearTimeout(this.timer);
    this.on = on;
    if (!on) return;
    this.timer = setTimeout(() => {
      this.on = false;
      this.onFaded();
    }, this.milliseconds);
  }
}

/** Shows only what lasts, and goes at once. */
export class SlowSign {
  on = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly milliseconds: number,
    private readonly onChange: () => void,
  ) {}

  set(on: boolean): void {
    if (on) {
      this.timer ??= setTimeout(() => { this.change(true); }, this.milliseconds);
      return;
    }
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.on) this.change(false);
  }

  private change(on: boolean): void {
    this.on = on;
    this.onChange();
  }
}
