// The phone's side of exchange.py. A page on plain http has no crypto.subtle, so SHA-256 is here.
var exchange = (function () {
  var ROOM = 64;
  var CONSTANTS =
    "428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01243185be" +
    "550c7dc372be5d7480deb1fe9bdc06a7c19bf174e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa" +
    "5cb0a9dc76f988da983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca63511429296727b70a85" +
    "2e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85a2bfe8a1a81a664bc24b8b70c76c51a3" +
    "d192e819d6990624f40e3585106aa07019a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f" +
    "682e6ff3748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2";
  var BEGIN = "6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19";

  function words(text) {
    return text.match(/.{8}/g).map(function (each) { return parseInt(each, 16) | 0; });
  }
  var K = words(CONSTANTS);

  function turn(x, n) { return (x >>> n) | (x << (32 - n)); }

  function sha256(bytes) {
    var filled = new Uint8Array(((bytes.length + 72) >> 6) << 6);
    filled.set(bytes);
    filled[bytes.length] = 128;
    var view = new DataView(filled.buffer), h = words(BEGIN), w = [], i;
    view.setUint32(filled.length - 4, bytes.length * 8);
    for (var start = 0; start < filled.length; start += 64) {
      for (i = 0; i < 64; i++) {
        if (i < 16) { w[i] = view.getInt32(start + 4 * i); continue; }
        var p = w[i - 15], q = w[i - 2];
        w[i] = (w[i - 16] + w[i - 7] + (turn(p, 7) ^ turn(p, 18) ^ (p >>> 3)) +
          (turn(q, 17) ^ turn(q, 19) ^ (q >>> 10))) | 0;
      }
      var a = h.slice();
      for (i = 0; i < 64; i++) {
        var t = (a[7] + (turn(a[4], 6) ^ turn(a[4], 11) ^ turn(a[4], 25)) +
          ((a[4] & a[5]) ^ (~a[4] & a[6])) + K[i] + w[i]) | 0;
        var u = ((turn(a[0], 2) ^ turn(a[0], 13) ^ turn(a[0], 22)) +
          ((a[0] & a[1]) ^ (a[0] & a[2]) ^ (a[1] & a[2]))) | 0;
        a = [(t + u) | 0, a[0], a[1], a[2], (a[3] + t) | 0, a[4], a[5], a[6]];
      }
      for (i = 0; i < 8; i++) h[i] = (h[i] + a[i]) | 0;
    }
    var out = new DataView(new ArrayBuffer(32));
    for (i = 0; i < 8; i++) out.setInt32(4 * i, h[i]);
    return new Uint8Array(out.buffer);
  }

  function joined(first, second) {
    var both = new Uint8Array(first.length + second.length);
    both.set(first);
    both.set(second, first.length);
    return both;
  }

  function hmac(key, message) {
    var inner = new Uint8Array(64).fill(0x36), outer = new Uint8Array(64).fill(0x5c);
    for (var i = 0; i < key.length; i++) { inner[i] ^= key[i]; outer[i] ^= key[i]; }
    return sha256(joined(outer, sha256(joined(inner, message))));
  }

  function utf8(text) { return new TextEncoder().encode(text); }

  function hex(bytes) {
    return Array.from(bytes, function (each) {
      return (each < 16 ? "0" : "") + each.toString(16);
    }).join("");
  }

  function unhex(text) {
    return new Uint8Array((text.match(/../g) || []).map(function (each) {
      return parseInt(each, 16);
    }));
  }

  function power(base, exponent, modulus) {
    var result = BigInt(1);
    for (var i = 0; i < exponent.length; i++) {
      for (var bit = 128; bit; bit >>= 1) {
        result = (result * result) % modulus;
        if (exponent[i] & bit) result = (result * base) % modulus;
      }
    }
    return result;
  }

  function wide(number) {
    var text = number.toString(16);
    return "0".repeat(512 - text.length) + text;
  }

  // A fresh exchange with the server's public value.
  function open(theirs, prime) {
    var modulus = BigInt("0x" + prime), secret = new Uint8Array(32);
    crypto.getRandomValues(secret);
    var shared = sha256(unhex(wide(power(BigInt("0x" + theirs), secret, modulus))));

    function key(way, use, context) { return hmac(shared, utf8(way + "|" + use + "|" + context)); }

    function mask(way, context, text) {
      var own = key(way, "mask", context);
      var stream = joined(hmac(own, [0]), hmac(own, [1]));
      return stream.map(function (each, i) { return each ^ text[i]; });
    }

    return {
      public: wide(power(BigInt(2), secret, modulus)),
      seal: function (context, text) {
        var filled = new Uint8Array(ROOM);
        filled.set(utf8(text).slice(0, ROOM));
        var hidden = mask("up", context, filled);
        return hex(joined(hidden, hmac(key("up", "mark", context), hidden)));
      },
      unseal: function (context, sealed) {
        var given = unhex(sealed), hidden = given.slice(0, ROOM);
        var mark = hex(hmac(key("down", "mark", context), hidden));
        if (mark !== hex(given.slice(ROOM))) return "";
        return new TextDecoder().decode(mask("down", context, hidden)).replace(/\0+$/, "");
      },
    };
  }

  return {
    open: open,
    proof: function (secret, words) { return hex(hmac(unhex(secret), utf8(words))); },
  };
})();
