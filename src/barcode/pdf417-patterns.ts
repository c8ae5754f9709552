import { wordAt } from "./cells.ts";

const CODEWORDS = 929;
export const PDF417_CLUSTERS = 3;
/** Modules of a codeword: bars and spaces in turns, the first module dark and the last light. */
export const PDF417_CODEWORD_MODULES = 17;
const PACKED_BITS = PDF417_CODEWORD_MODULES - 2;

/**
 * The patterns of all codewords, cluster after cluster (ISO/IEC 15438, Annex A), without their
 * first and last modules, packed bit after bit.
 */
const PACKED = [
  "1cHV49X2pw6nnqfqMGo4qGCggqDCgQrcGt4631Zw1nnWfWMFY4WGC7grvGu+XOFc81z644rjy94r3y88rz6++9fulw6Xnp",
  "fpMGk46T1Iw0jiQgpDGkOSCFIMSBFNw03nTfTMFM40zyYwpjmmPTDFMOTuFO8076c4pzyccpx6e8p76eeTx9Fg0XHReomG",
  "ic6J6IgojGiORCFEMRBCIERsFG40byMwozmjPRjFGORhiMGR3FHeRzlHPRxyPeoWGhc6F6EgoTGhOQiFCM0I6EIoQyEEoQ",
  "aGwobmhvQzFDOQxlDHQwyGDod6HHQUFBY0FyCQoJmgnQRFBGQQlBDQQSDYQZiDGQKGgXoE1AjQIOVw5XnlflMGU45T0owy",
  "jnKPKEEoYKCEtwy3nLfLMEs4yzxYwljhYYLBhdwl3mXfLnEueLjhcOL3kvfLzxff2sHa49r20w7TntPtEG0Y7R1oQ2hnaH",
  "tBG0GksGS45L1tgkmGSc5J9sw2znbPbEBIQkhmSHbCFsMbBBNgk3GTebsBMwkzmTPbmFuc257cYJhjcMJ3Eneb3BOck57e",
  "ct57eOJ7zfeJ57fP2WHZc9l9kg2THZOsiGyM7I9kI2Q1kEsgUiwyLnIvs2EiYyJzMgIiGzOyI7MQIhEiGZhFmGkQZECI2E",
  "jcyN7OwIzEjOZzFnOkY7OMIwxGDI7kjvZ7hHOZ5xHHZ47PvsUGxY7F1iQ2JnYnsRGxGsQmxDsQViBIUEhYyFzGgISEhMyE",
  "7GQsZmxnYxBCEkIbGEsYbGCIbEhuY7BDMkM7HMsc7HGIYbHDY9zHnsKGws7C9hI2E1hE2EdhCsIJBQkFmQXYaBBIkEzDIs",
  "M0gjYYhBCYYRBBINjDsYczDj2C2wTsEMgWIEjBkYMTBhisGK44r0UwxTgogijGKOFCEUMFBAoEFsEW4xbwswizmLPFjEWO",
  "FhgsGF3EXeFzkXPFxwveF5+aw5rnmvmkGaY5p00QzRnNHmhGaGmgmaDiWGJc4l82wiTGJONkAkQzZ2JHNiE2MiQxsIEghs",
  "EE2ETcxN5uwEzGbvNzE3OiY5uMEwxuGE7kTvN7gnON5wnHE95vv3UHdY9126Q7pnun3RHdG3QndD3QUygzLHMuu0EyQ7t3",
  "MnuyG7M7s92ImQmZDuwm7DmQIigiLGIuM0AiQiJmInd0BmQmZmZndyF3M3c8RDdxBmEmYbuEEQIjYiNxnYEZkRnd7BnMmc",
  "7vMu84jDM4YjuM9wjnd9xnn3KHcs9y+5I7k25E7ke5C3IMxQzFnMXuaExI7m9zI3M2YjuYkxCuYUxBuYIhQiFmIXMaAhIi",
  "EznQMZExmiEbnIucwhCc4hjCEIJjBENkQ3Mdghmc9hjmEMbnmMcYh3c++4o7i24k7ie4i3EMwozC1xomEmYTuMm4zuMUwh",
  "uMIgoiCxhoEEkQTcdBhkmGbjkuOYghccRhhccJh2cezjz7he4RzBcwSmCIgUMGjh0ECJgxhWAUghTAUQhRmFHChEKGCgkK",
  "DC2ELcwt4WYhZwWMhY4WGCwYXchd4XOC44XvjUGNY410aQxpkaIxo0aExocaCCUEJYwlw2gCSGNuwk42QjZmNnGxASEhIY",
  "2EjYYSBCbEJuG7ATMhM43Mjc43GCYYTuG9wTnG8+dQ51nnXzpHOmzonOjzoWdBjKGMsnaEZIxk07Izs2MjnYkZCnYUZBnY",
  "IRQhFgzQCJGM3O6AzIjM0IjO5E7mCIR3EGYQRBGYIRshG4zsCMx3sGcwRjO8wzjCO4z3O+/eo963ek96fei70Oco5y29o7",
  "23OT3snez3sWch3sMYoxi05ojEmMTvdE5kzmd7k3ucYhvcU5hvcIQohCwxoCEkITOdAxkjGb3oOck5zCEL3kveYxhe8QQ2",
  "GOwQzOewxze+xzze+feU95feS7yOcU5xe807ze8yziO8xjCmMLnGkYSvOk4yjCN5ynGN5xCCkILGGkYbOOgwyCCLz0OOQw",
  "xeeRxxeeIw7effeJ3jW8ZnDV46vHIwaOHTx6ePIKgBSEFMBRAKEBQQLYBZgLGBYYLuBc8NQhpGGmhomGjhoUNBBKEEsDaE",
  "NsgkwbIhswbEhsYbCBIIbBBNkE3DdkN3DcwJjDcYJ3De+Oox0mOix0MMojtGO2wycdkx2cdihkMdhBFAZoBEkETHdAZkBE",
  "Q7kDMQIhHcQZhBGwZ2BGY72DOY7z56nPS56OOUz2nPbz2WORz2MMUwxcc0xzc90jmUMRnuUcxnuIIUghYY0hjY50DGQIRP",
  "eg5yDGJ7yHOIIbDHY57Pffvq99PPK77XPJ77OOKzzWOJ33WeZ33MMKjjUMJnnUcZvvXqw+rnUg9TH1O6iHqM+o/UI9Q3UE",
  "9QfUC62Hrc+t+sg6zHrO1iHWM9Y+sI6w2sE6wesC12HXc9d9cg1zHXOriGuM649cI1w1cE1wdcCr2Gvc6968grzGvOXiFe",
  "M1468Irwy8Erwa+wr7mvvXzFfOXxlfHXwy/cr96/OX4/Sg9LH0u6SHpM+k/SI9I3SE9IfSC6QOmg6bHpu0yHTM9M+mI6Y2",
  "mE6YemC0wNOg07HTupyGnM6c9OI041OE04dOCpwKegp7GnuTyFPM086eIp4yeEp4aeCT7FPuT5lPnT4yfDT9yfn6KHos+i",
  "/RI9E3RE9EfRC6IOjQ6Nno30ZHRm0YnRj0YWjBo6Gjs6O9HI0c1HE0cdHCo4KPQo9mj3R5FHmR4lHjR4SPBR9lH3R8yPjR",
  "+/Qo9C3Qk9CfQi6EOho6G2hk6Gehi0MNDo0O1Dk0OdDiocKHooeyHkoeaHiQ8KH2Q+fQU9BfQS6COg06Degy0GNB00HdBy",
  "oOKD0oPaDyQePQK6BOga0DNA6oHPKg8rHyu5SHlM+U/KI8o3KE8ofKC5QOWg5bHluyyHLM8s+WI5Y2WE5YeWCywMugy7HL",
  "ulyGXM5c8uIy40uEy4cuClwJegl7GXuLyEvMy85eIl4xeEl4ZeCL7EvuL5kvnL4xfDL9xfn9qH2sa/HtI+0zT89on2jaP3",
  "tC9oPJQ8lnyX7aHJI+2/bI9s3kj7YnJC7YXJB7YOTQ5Nnk326GTI5M23I7c3Jj24mTC24WTB24MnQydnJ3t6EnIyc1vI28",
  "2Tjt4knCt4UnBt4JPQk9mT3b6BPIk8zfIt80njb4hPCb4RPBJ9kn3b9hPmb8xPjb8ZP39lH2WZfnsk+ybJ+9kTI/9kPIo8",
  "i3Zo5EnkT7Mnsz7MXIh7MORo5G2zoyMnIz2cnZz2cWRh2cMjoyO1nokcmRzs8mzzs8Ujhs8JHokezPoI8kjzZ8lnzZ8RHh",
  "Z8JH2Z+xHzZ+fsU+xbF+9iTE/9iPIU8hfY09jfYy5CPYxyGnIb2OmQy2OWQx2OMh0yHdj02PdjykONjxIekh7Y+hDyY+RD",
  "xY+JD7Y/fsKYX/sJ5BXYa5BPYZyDWw6yDOw5kHVh6kHNh5IPTD6IPLD59gvIF7BuQN2DsgdsHvFQ8VnxX4pHim4onij4oX",
  "FBxaHFs8W+LI4s2LE4seLCxYMXQxdnF3i5GLmi4mLji4UXBF6EXsxe4vIi8wvEi8YvCF4Ivsi+4vmF8Yv381HzWNfnmk+a",
  "Zp+80Ro/80PEo8S3No4kniT5snmz5sXEh5sOJo4m2boxMnEzzcnNzzcWJhzcMToxO03oicmJzm8mbzm8UThm8InoiexvoE",
  "8kTzN8k3zN8QnhN8In2N+wnzN+f3UdfF1++6Tp8un/3RdHzof8ynzLMv3u0+7bt+Mn/uy8yLs/92PEU8RfM04iXd093fER",
  "7uXMx7uOI04jeZ0xGW70zOWIx3eWZx3eMR0xHcz0iOV30meURxu+Uzxu+Ij0iPZn0EeTv0M+Qjxd+Rnxd+Ij7M/f3Kcvly",
  "/+5Lk+cj/mKMX/ua8xLm/9zPEK5jXEJ7nXMZ7nOIazHWIZ3PWY53PMQ6mPUQ5ufUx5ufIh6MfQh5c/Rj5c/P3FcXzif8wv",
  "uN4gvMN7juINzDu49iDsw9uPog9MPrj9cL/Co8K3Ck8KfCi4UOFo4W2Fk4WeFiwsMLowu0LkwucLihcIXohewXkheYXiC8",
  "IX2C+fjU+NY1+8aQ0/8aPCU8JfG04SXGy4SPGxwmnCbxumEyxuWExxuMJ0wncb0hOUbyhOMbxCekJ7G+gTyG+QTxG+IT7G",
  "/fzqOvk6/+dJ0+Oj/jKGX/na8ZJ2/87PCK4zXCJ53XGZ53OEaxnWEZzvWM5zvMI6jPUI5nfUZ5nfIR6GfQR5O/Qz5O/L14",
  "vXz08vT70eeh/zlOX33te3xyfez/jF85vvd4QvGN5zve9whuMdznu99hDsY9nPt79CHox9Ofry8vL7yeeR5xfeb7xeeJ7w",
  "v4KnBS4KOC04LeCywWMF0wXcFyguIL0gvYLyBeIL78NQa/8NPBK4bXBJ4bOCaw3WCZw3ME6hvUE5hvIJ6DfQJ5DfPx1HXw",
  "6f8Mvjt4IvDN47uCNwzuO9gjsM9jvoI9DPo79PXk9fPTx6PHL57ffXF9efTl9PfRz6HPLz7ePJ77PfLl8vfJz5HPF75vfF",
  "z4nfC+BawLMC6gXIF6AvPBtwJuDdgTsG9AnoN9Dr49eHp59cn159OPo48vPt79Yv1z9Mv079GfoZ8uftx8nfs78svy78mf",
  "kZ8Xfm78WfiYevH1w+nP1k/XP0x+jHy5+3Pyx+Tq+Gr8U8FT41PyjwqPmo/UPFQ+UHn1oW+Fb8+siz4rP31iWPlY/+sKw+",
  "9dH12Xfnrk+ua5+9cS4/9cPXo9e3Xk9efXi68Ovo6+2vk6+evi18Nfo1+1fk1+dfiS8FL40vyTwpPmk/SPFI+SHlIfSD30",
  "0TfFN++mSZ8pn/0xTHyYf9On07Tv3pyTn/px6enp76eXTx0+nT70+Wnxp+mn7p+VPxReFF80X6J4onyI8oj6IeRB/0aRvl",
  "G/+jKM+Rj/o6R3/o56PXR50fWj5o/VH5QvFC+QnlCfQjyEP+hqG+Qz/od6Huh9QXlBfQTyCPQb6BeQJ5XglfGV+KeEp8yn",
  "5R4lHxQ8lD5Qe+Whb4lv3yyLPks/+WJY+LD/l0+XZd+8uRc/8uPL08vfLy5eOX05feXyy+Mv0y/cvyl+Nrw2vna/acFp42",
  "nzRwtHm0faHFoeaDloPaBxLwkvmS/beBJ4knzZ4tn0kfbHhIebDxIPbB/yaJvkm/+3XyZbvhM++3Lc+Jj7cf8nRO/9vXk5",
  "b3/t55PXb65PPb5yfW36yfO35k/Un5ZcFl42XzJwsnmyfZHFkeZDlkPZBzIHIvEi+ZvBE8kT7M8sz7MeIh7MP+RpG++zrO",
  "+Iz7Of8jvs95HvZ9yPuz9kfrFwsXmxfYnFieYjliPYhzEHIXkhfY3hCeYzxCPYx5DfY77C4sLzCcsJ7COYQ5BeYbxBPYZ7",
  "BcsF7BOYI5AvYN7AuYE4rwivmK/FPEU+FHkUfFDwoP+LQt8i3/xZFnwsf8XQu/8XPF64vOL6xfMX6i/JrgmvGa+NOE08zT",
  "5o4mjxocmh5oONA4l4iXxt4EnkSfNnk2fNjwkPNh/xNE33zdN3wmfNz/id83vE95vuJ9zfsT9uuG687r7pgunG6edGF0c3",
  "R7oYuhzoMug7oGMuEy8zL7twMnEyednF2emR7scMhzsOMg7sHEXkRfM3gied3hmeER7ueMx7uPEb5nfd77lguXG5ecmFyc",
  "3J7kYuRzkMuQ7kGcgZi4mLzm4MTkxPczlzPcxxiHcw4heMbwhPc7xjPc57iwuLm4vcTFxOcRlxHcQziDMLkwvcbhhOcZxh",
  "HcY4gvMN7jvcLFwucJlwncIzhDMFzhuME7hncFlwXcEzgjMC7g3cCzgTCvEK+CnkKfCjwUPC3wWf8LvC9wvsL9GuEa8xr4",
  "04jTw0cjR40OGg4S8hL428CTw2eCR42PCb43fOsE64zrx0wnTmdPOjE6OOhk6HOgx0DGXEZeO3AycjJ52cGRx2OGQ52HCL",
  "wzeCJ53eGZ53PvWG9c7170gvTG9OeiF6M3o70IvQz0EvQb0COWE5czl72wOTE5OezF7OnI72MOQz2GOQb2DGLkYvObgxOe",
  "7hzOGI73OOY73HCF4xvOd73veUF5Y3lzyQvJm8neRF5GeQl5DeQTyBOLE4uebBxMnE7zMvM7zGOIbzDGFxxuGE7zuOM7zn",
  "eKF4s3i7xIvEzxEvEbxCeIJwsnC7xsOEzxmOEbxjGC5w3eO7wovCzwkvCbwieEJwWeGxwTeGbwUvBbwSeCJwLeDYK8gr4K",
  "eBR4LfDXENeDTkNPDRwaHBLwbeBJ4bPHWEdcx146Yjpw6Mjo46GHQYZchl47cDJw7ODI47HBF4ZvHd56gnrGeuPSE9Mz05",
  "6Inox6EnoZ6CPQI5Yjlx7YHJkcnPZk9nPYw5DPYYYuHNwYnPdw5nPc99Q31nfXvpG+mvom+jvoV9BPKE8szy77QPJE8mfZ",
  "F9mnkb7EPIT7CPIL7BHFkcXPNg4mfdh5mHEb7mPMb7jDC443PO773vlG+Wvkm+TvkV8hPFE8WfNB4knib5kvmb5iPEL5hH",
  "Cx42HCb52PGb5zvim+LviV8RPCk8LfGh4SfGR4RfGI4LPDb47vhV8JPBT4aPBL4ZArwFPBrkGvBpwNHAl4NvDrEOuDpkOn",
  "DowdDBlwduBk4dnHqEesx649Ij0w9Ej0Y9CHoIcshy49sj249mDkY9jBi4c3Hu8+oz60+kz6c+in0I8ojyx9on20eTPsg8",
  "iPsQ8hPsIcWHmwcTPuw8zPue/U79e/S36M+Uz5d+0nyV+ynyN+xHikeLPmg8Sfuh8yHiL9yPmL9xDhY8bPnb9735W/JnxV",
  "+anxN+ZHhR8aHhL86PjL8534s+Fvxo8FPhr8dA1wGnB1kHXB0wOjAy4O3D1EPWD0kPTD0QehBywe2ByYezj6mPrj6UfRDy",
  "kPLH2kfbH2QeRH2IOLDzY+7z9Wfpj5U/aj5M/ZDxQ+aDxJ+6HzJ+5z8sfFn5oeFHxp+dA6wHTB6kHrB6QPRA5YPbh9UPpB",
  "5QfaB5IfZx+o",
].join("");

let patterns: Int32Array | undefined;

/** The modules of a codeword in a cluster, the leftmost in the highest of 17 bits. */
export function pdf417Pattern(cluster: number, codeword: number): number {
  patterns ??= unpacked();
  return wordAt(patterns, cluster * CODEWORDS + codeword);
}

function unpacked(): Int32Array {
  const packed = Buffer.from(PACKED, "base64");
  const out = new Int32Array(PDF417_CLUSTERS * CODEWORDS);
  for (let index = 0; index < out.length; index += 1) {
    const at = index * PACKED_BITS;
    const bits = packed.readUIntBE(at >> 3, 3) >> (24 - PACKED_BITS - (at & 7));
    out[index] = ((1 << PACKED_BITS) | (bits & ((1 << PACKED_BITS) - 1))) << 1;
  }
  return out;
}
