import { hash } from "node:crypto";
import { z } from "zod";
import { Language } from "../src/domain/advice-text.ts";
import { DEFINITION, figuresIn } from "../src/domain/definition.ts";
import { FIGURES } from "../src/domain/definition-text.ts";
import { nothing, route } from "../src/http/route.ts";

/** What every figure means, and by which rule it is computed: in one language, or in each. */
route("get-definitions", {
  method: "GET",
  path: "definitions",
  permission: "read",
  params: nothing,
  query: z.strictObject({ lang: Language.nullable().default(null) }),
  body: nothing,
  handler: ({ query: { lang } }) => {
    const body = { definition: DEFINITION, value: lang === null ? FIGURES : figuresIn(lang) };
    // A text may be bettered under one and the same version.
    const digest = hash("sha256", JSON.stringify(body), "base64url").slice(0, 12);
    return Promise.resolve({ body, version: `${DEFINITION.id}-v${DEFINITION.version}-${lang ?? "all"}-${digest}` });
  },
});
