# Draws batches with Typst (PyPI `typst`), one PDF each: typst-turn.py FOLDER FONTS WARM BATCHES.
# Prints the CPU of laying out and writing, and the pages, after a warm-up on other batches.
import glob, json, os, re, resource, shutil, sys
import typst

folder, fonts, warm, batches = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
compiler = typst.Compiler(f"{folder}/statement.typ", font_paths=[fonts], ignore_system_fonts=True)


def draw(nth):
    shutil.copy(f"{folder}/batch-{nth}.json", f"{folder}/data.json")
    compiler.compile(output=f"{folder}/{nth}.pdf", pdf_tags=False)


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


for nth in range(batches, batches + warm):
    draw(nth)
before = cpu()
for nth in range(batches):
    draw(nth)
spent = cpu() - before
pages = 0
for nth in range(batches):
    data = open(f"{folder}/{nth}.pdf", "rb").read()
    pages += max(int(n) for n in re.findall(rb"/Count (\d+)", data))
print(json.dumps({"cpuSeconds": spent, "pages": pages, "typst": typst.__version__ if hasattr(typst, "__version__") else ""}))
