/** A switch that is on or off at once, with its name and explanation elsewhere. */
export function Switch(props: {
  isOn: boolean;
  labelledBy: string;
  describedBy: string;
  /** Off limits, yet it keeps the focus and can be reached, as `Button` does. */
  disabled: boolean;
  onChange: (isOn: boolean) => unknown;
}) {
  const { isOn, labelledBy, describedBy, disabled, onChange } = props;
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={isOn}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-disabled={disabled || undefined}
      onClick={() => {
        if (!disabled) onChange(!isOn);
      }}
    >
      <span className="switch__knob" />
    </button>
  );
}
