/**
 * Whether names fit a pattern, in which `*` stands for any characters but a slash and `?` for one
 * of them; all others stand for themselves.
 */
export function namePattern(pattern: string): (name: string) => boolean {
  const parts = Array.from(pattern, (sign) => {
    if (sign === "*") return "[^/]*";
    return sign === "?" ? "[^/]" : sign.replace(/[\\^$.|+()[\]{}]/, "\\$&");
  });
  const form = new RegExp(`^${parts.join("")}$`, "u");
  return (name) => form.test(name);
}
