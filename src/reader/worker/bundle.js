'use strict';
(() => {
  var To = Object.defineProperty;
  var So = (e, t, r) => () => {
    if (r) throw r[0];
    try {
      return (e && (t = e((e = 0))), t);
    } catch (n) {
      throw ((r = [n]), n);
    }
  };
  var Eo = (e, t) => {
    for (var r in t) To(e, r, { get: t[r], enumerable: !0 });
  };
  var an = {};
  Eo(an, {
    Point: () => K,
    etc: () => Cs,
    getPublicKey: () => tn,
    getPublicKeyAsync: () => Qr,
    hash: () => Rs,
    hashes: () => sn,
    keygen: () => Ls,
    keygenAsync: () => Is,
    sign: () => Os,
    signAsync: () => vs,
    utils: () => Ms,
    verify: () => Fs,
    verifyAsync: () => $s,
  });
  var zt,
    ft,
    Gt,
    jt,
    Ae,
    ke,
    Wt,
    Es,
    Z,
    Dr,
    O,
    qt,
    Gr,
    Te,
    Se,
    ot,
    Yr,
    rt,
    A,
    Br,
    d,
    zr,
    qr,
    Zr,
    Zt,
    Ee,
    Rs,
    xe,
    Vr,
    K,
    V,
    nt,
    Jr,
    Re,
    N,
    Ps,
    Hr,
    Us,
    Yt,
    Xr,
    Pe,
    Ue,
    Qr,
    tn,
    en,
    rn,
    nn,
    vs,
    Os,
    _s,
    on,
    $s,
    Fs,
    Cs,
    sn,
    ve,
    Ls,
    Is,
    Ms,
    Ns,
    jr,
    Wr,
    Ks,
    cn = So(() => {
      ((zt = Object.freeze),
        (ft = 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffedn),
        (Gt = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn),
        (jt = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n),
        (Ae = 0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an),
        (ke = 0x6666666666666666666666666666666666666666666666666666666666666658n),
        (Wt = ft - 1n),
        (Es = zt({ p: ft, n: Gt, h: 8n, a: Wt, d: jt, Gx: Ae, Gy: ke })),
        (Z = 32),
        (Dr = (e) =>
          e instanceof Uint8Array ||
          (ArrayBuffer.isView(e) && e.constructor.name === 'Uint8Array' && e.BYTES_PER_ELEMENT === 1)),
        (O = (e, t, r = '') => {
          if (Dr(e) && (t === void 0 || e.length === t)) return e;
          let n = Dr(e),
            o = t !== void 0 ? ` of length ${t}` : '',
            s = n ? `length=${e.length}` : `type=${typeof e}`,
            i = (r ? `"${r}" ` : '') + 'expected Uint8Array' + o + ', got ' + s;
          throw n ? new RangeError(i) : new TypeError(i);
        }),
        (qt = (e, t = '', r) => Uint8Array.from(O(e, r, t))),
        (Gr = (e, t) => e.toString(16).padStart(t, '0')),
        (Te = (e) => {
          let t = '';
          for (let r of O(e)) t += Gr(r, 2);
          return t;
        }),
        (Se = (e) => {
          let t = 'hex invalid';
          if (typeof e != 'string') throw new TypeError(t);
          if (e.length % 2 || !/^[\da-f]*$/i.test(e)) throw new RangeError(t);
          let r = new Uint8Array(e.length / 2);
          for (let n = 0, o = 0; n < r.length; n++, o += 2) {
            let s = e.charCodeAt(o),
              i = e.charCodeAt(o + 1);
            r[n] = ((s & 15) + (s >> 6) * 9) * 16 + (i & 15) + (i >> 6) * 9;
          }
          return r;
        }),
        (ot = (...e) => {
          let t = 0;
          for (let o of e) t += O(o).length;
          let r = new Uint8Array(t),
            n = 0;
          for (let o of e) (r.set(o, n), (n += o.length));
          return r;
        }),
        (Yr = (e = Z) => {
          let t = globalThis == null ? void 0 : globalThis.crypto;
          if (typeof (t == null ? void 0 : t.getRandomValues) != 'function')
            throw new Error('crypto.getRandomValues must be defined, consider polyfill');
          return t.getRandomValues(new Uint8Array(e));
        }),
        (rt = (e, t, r, n = 'bad number: out of range') => {
          if (typeof e != 'bigint') throw new TypeError(n);
          if (t <= e && e < r) return e;
          throw new RangeError(n);
        }),
        (A = (e, t = ft) => ((e %= t) >= 0n ? e : t + e)),
        (Br = (1n << 255n) - 1n),
        (d = (e) => {
          if (e < 0n) throw new RangeError('negative coordinate');
          let t = (e >> 255n) * 19n + (e & Br);
          return ((t = (t >> 255n) * 19n + (t & Br)), t % ft);
        }),
        (zr = (e) => A(e, Gt)),
        (qr = (e, t) => {
          if (e === 0n) throw new Error('invert: expected non-zero number');
          if (t <= 1n) throw new Error('invert: expected modulus > 1, got ' + t);
          let r = A(e, t),
            n = t,
            o = 0n,
            s = 1n;
          for (; r !== 0n;) {
            let a = n / r,
              c = n - r * a,
              l = o - s * a;
            ((n = r), (r = c), (o = s), (s = l));
          }
          if (n !== 1n) throw new Error('invert: does not exist');
          return A(o, t);
        }),
        (Zr = (e) => {
          let t = sn[e];
          if (typeof t != 'function') throw new Error('hashes.' + e + ' not set');
          return t;
        }),
        (Zt = (e, ...t) => O(Zr(e)(ot(...t)), 64, 'digest')),
        (Ee = async (e, ...t) => O(await Zr(e)(ot(...t)), 64, 'digest')),
        (Rs = (e) => Zt('sha512', O(e, void 0, 'message'))),
        (xe = (e) => {
          if (e instanceof K) return e;
          throw new TypeError('Point expected');
        }),
        (Vr = 2n ** 256n),
        (K = class e {
          static BASE;
          static ZERO;
          X;
          Y;
          Z;
          T;
          constructor(t, r, n, o) {
            let s = Vr;
            ((this.X = rt(t, 0n, s)),
              (this.Y = rt(r, 0n, s)),
              (this.Z = rt(n, 1n, s)),
              (this.T = rt(o, 0n, s)),
              zt(this));
          }
          static CURVE() {
            return Es;
          }
          static fromAffine(t) {
            return new e(t.x, t.y, 1n, d(t.x * t.y));
          }
          static fromBytes(t, r = !1) {
            let n = qt(t, 'point', Z),
              o = n[31];
            n[31] = o & -129;
            let s = Re(n);
            r || rt(s, 0n, ft);
            let i = d(s * s),
              a = A(i - 1n),
              c = d(jt * i + 1n),
              { isValid: l, value: u } = Us(a, c);
            if (!l) throw new Error('bad point: y not sqrt');
            let f = !!(o & 128);
            if (!r && u === 0n && f) throw new Error('bad point: x==0, isLastByteOdd');
            return (f !== !!(u & 1n) && (u = A(-u)), new e(u, s, 1n, d(u * s)));
          }
          static fromHex(t, r) {
            return e.fromBytes(Se(t), r);
          }
          get x() {
            return this.toAffine().x;
          }
          get y() {
            return this.toAffine().y;
          }
          assertValidity() {
            let t = Wt,
              r = jt,
              n = this;
            if (n.is0()) throw new Error('bad point: ZERO');
            let { X: o, Y: s, Z: i, T: a } = n,
              c = d(o * o),
              l = d(s * s),
              u = d(i * i),
              f = d(u * u),
              h = d(c * t),
              y = d(u * (h + l)),
              w = A(f + d(r * d(c * l)));
            if (y !== w) throw new Error('bad point: equation left != right (1)');
            let b = d(o * s),
              T = d(i * a);
            if (b !== T) throw new Error('bad point: equation left != right (2)');
            return this;
          }
          equals(t) {
            let { X: r, Y: n, Z: o } = this,
              { X: s, Y: i, Z: a } = xe(t);
            return d(r * a) === d(s * o) && d(n * a) === d(i * o);
          }
          is0() {
            return this.equals(nt);
          }
          negate() {
            return new e(A(-this.X), this.Y, this.Z, A(-this.T));
          }
          double() {
            let { X: t, Y: r, Z: n } = this,
              o = Wt,
              s = d(t * t),
              i = d(r * r),
              a = d(2n * n * n),
              c = d(o * s),
              l = A(t + r),
              u = A(d(l * l) - s - i),
              f = A(c + i),
              h = A(f - a),
              y = A(c - i),
              w = d(u * h),
              b = d(f * y),
              T = d(u * y),
              yt = d(h * f);
            return new e(w, b, yt, T);
          }
          add(t) {
            let { X: r, Y: n, Z: o, T: s } = this,
              { X: i, Y: a, Z: c, T: l } = xe(t),
              u = Wt,
              f = jt,
              h = d(r * i),
              y = d(n * a),
              w = d(d(s * f) * l),
              b = d(o * c),
              T = A(d(A(r + n) * A(i + a)) - h - y),
              yt = A(b - w),
              cr = A(b + w),
              lr = A(y - d(u * h)),
              bo = d(T * yt),
              xo = d(cr * lr),
              Ao = d(T * lr),
              ko = d(yt * cr);
            return new e(bo, xo, ko, Ao);
          }
          subtract(t) {
            return this.add(xe(t).negate());
          }
          multiply(t, r = !0) {
            if ((!r && t === 0n) || (rt(t, 1n, Gt), !r && this.is0())) return nt;
            if (t === 1n) return this;
            if (this.equals(V)) return Ks(t).p;
            let n = nt,
              o = V,
              s = this;
            for (let i = 0; r ? i < 256 : t > 0n; i++)
              (t & 1n ? (n = n.add(s)) : r && (o = o.add(s)), (s = s.double()), (t >>= 1n));
            return n;
          }
          multiplyUnsafe(t) {
            return this.multiply(t, !1);
          }
          toAffine() {
            let { X: t, Y: r, Z: n } = this;
            if (this.equals(nt)) return { x: 0n, y: 1n };
            let o = qr(n, ft);
            if (d(n * o) !== 1n) throw new Error('invalid inverse');
            return { x: d(t * o), y: d(r * o) };
          }
          toBytes() {
            let { x: t, y: r } = this.toAffine(),
              n = Jr(r);
            return ((n[31] |= t & 1n ? 128 : 0), n);
          }
          toHex() {
            return Te(this.toBytes());
          }
          clearCofactor() {
            return this.multiply(8n, !1);
          }
          isSmallOrder() {
            return this.clearCofactor().is0();
          }
          isTorsionFree() {
            return this.multiply(Gt / 2n, !1)
              .double()
              .add(this)
              .is0();
          }
        }),
        (V = new K(Ae, ke, 1n, A(Ae * ke))),
        (nt = new K(0n, 1n, 1n, 0n)));
      K.BASE = V;
      K.ZERO = nt;
      ((Jr = (e) => Se(Gr(rt(e, 0n, Vr), 64)).reverse()),
        (Re = (e) => BigInt('0x' + Te(Uint8Array.from(O(e)).reverse()))),
        (N = (e, t) => {
          let r = e;
          for (; t-- > 0;) r = d(r * r);
          return r;
        }),
        (Ps = (e) => {
          let t = d(e * e),
            r = d(t * e),
            n = d(N(r, 2) * r),
            o = d(N(n, 1) * e),
            s = d(N(o, 5) * o),
            i = d(N(s, 10) * s),
            a = d(N(i, 20) * i),
            c = d(N(a, 40) * a),
            l = d(N(c, 80) * c),
            u = d(N(l, 80) * c),
            f = d(N(u, 10) * s);
          return d(N(f, 2) * e);
        }),
        (Hr = 0x2b8324804fc1df0b2b4d00993dfbd7a72f431806ad2fe478c4ee1b274a0ea0b0n),
        (Us = (e, t) => {
          let r = d(t * d(t * t)),
            n = d(d(r * r) * t),
            o = Ps(d(e * n)),
            s = d(e * d(r * o)),
            i = d(t * d(s * s)),
            a = s,
            c = d(s * Hr),
            l = i === e,
            u = i === A(-e),
            f = i === A(-e * Hr);
          return (
            l && (s = a),
            (u || f) && (s = c),
            (A(s) & 1n) === 1n && (s = A(-s)),
            { isValid: l || u, value: s }
          );
        }),
        (Yt = (e) => zr(Re(e))),
        (Xr = (e) => {
          let t = qt(e),
            r = t.slice(0, 32);
          ((r[0] &= 248), (r[31] &= 127), (r[31] |= 64));
          let n = t.slice(32),
            o = Yt(r),
            s = V.multiply(o),
            i = s.toBytes();
          return { head: r, prefix: n, scalar: o, point: s, pointBytes: i };
        }),
        (Pe = (e) => Ee('sha512Async', O(e, Z, 'secretKey')).then(Xr)),
        (Ue = (e) => Xr(Zt('sha512', O(e, Z, 'secretKey')))),
        (Qr = (e) => Pe(e).then((t) => t.pointBytes)),
        (tn = (e) => Ue(e).pointBytes),
        (en = async (e) => e[1](await Ee('sha512Async', e[0]))),
        (rn = (e) => e[1](Zt('sha512', e[0]))),
        (nn = (e, t, r) => {
          let { pointBytes: n, scalar: o } = e,
            s = Yt(t),
            i = V.multiply(s).toBytes();
          return [
            ot(i, n, r),
            (l) => {
              let u = zr(s + Yt(l) * o);
              return O(ot(i, Jr(u)), 64);
            },
          ];
        }),
        (vs = async (e, t) => {
          let r = qt(e, 'message'),
            n = await Pe(t);
          return en(nn(n, await Ee('sha512Async', n.prefix, r), r));
        }),
        (Os = (e, t) => {
          let r = qt(e, 'message'),
            n = Ue(t);
          return rn(nn(n, Zt('sha512', n.prefix, r), r));
        }),
        (_s = (e) => {
          if (e === null || typeof e != 'object') throw new TypeError('expected valid options object');
          return e.zip215 ?? !0;
        }),
        (on = (e, t, r, n) => {
          ((e = O(e, 64, 'signature')), (t = O(t, void 0, 'message')), (r = O(r, Z, 'publicKey')));
          let o = _s(n),
            s = e.subarray(0, Z),
            i = Re(e.subarray(Z, 64)),
            a,
            c,
            l,
            u = Uint8Array.of(),
            f = !1;
          try {
            ((a = K.fromBytes(r, o)),
              (c = K.fromBytes(s, o)),
              (l = V.multiply(i, !1)),
              (u = ot(s, r, t)),
              (f = !0));
          } catch {}
          return [
            u,
            (y) => {
              if (!f || (!o && a.isSmallOrder())) return !1;
              let w = Yt(y);
              return c.add(a.multiply(w, !1)).subtract(l).clearCofactor().is0();
            },
          ];
        }),
        ($s = async (e, t, r, n = {}) => en(on(e, t, r, n))),
        (Fs = (e, t, r, n = {}) => rn(on(e, t, r, n))),
        (Cs = zt({ bytesToHex: Te, hexToBytes: Se, concatBytes: ot, mod: A, invert: qr, randomBytes: Yr })),
        (sn = {
          sha512Async: async (e) => {
            var r;
            let t = (r = globalThis == null ? void 0 : globalThis.crypto) == null ? void 0 : r.subtle;
            if (!t) throw new Error('crypto.subtle must be defined, consider polyfill');
            return new Uint8Array(await t.digest('SHA-512', ot(e)));
          },
          sha512: void 0,
        }),
        (ve = (e) => O(e === void 0 ? Yr() : e, Z, 'seed')),
        (Ls = (e) => {
          let t = ve(e),
            r = tn(t);
          return { secretKey: t, publicKey: r };
        }),
        (Is = async (e) => {
          let t = ve(e),
            r = await Qr(t);
          return { secretKey: t, publicKey: r };
        }),
        (Ms = zt({ getExtendedPublicKeyAsync: Pe, getExtendedPublicKey: Ue, randomSecretKey: ve })),
        (Ns = () => {
          let e = [],
            t = V,
            r;
          for (let n = 0; n < 33; n++) {
            ((r = t), e.push(r));
            for (let o = 1; o < 128; o++) ((r = r.add(t)), e.push(r));
            t = r.double();
          }
          return e;
        }),
        (Wr = (e, t) => {
          let r = t.negate();
          return e ? r : t;
        }),
        (Ks = (e) => {
          let t = jr || (jr = Ns()),
            r = nt,
            n = V;
          for (let o = 0; o < 33; o++) {
            let s = Number(e & 255n);
            ((e >>= 8n), s > 128 && ((s -= 256), (e += 1n)));
            let i = o * 128,
              a = i + Math.abs(s) - 1,
              c = o % 2 !== 0,
              l = s < 0;
            s === 0 ? (n = n.add(Wr(c, t[i]))) : (r = r.add(Wr(l, t[a])));
          }
          if (e !== 0n) throw new Error('invalid wnaf');
          return { p: r, f: n };
        }));
    });
  function it({ own: e, list: t }) {
    let r = t === null ? [] : [t.origin, ...t.mirrors.map(({ address: i }) => i)],
      n = t !== null && fe({ own: e, list: t }) ? new URL(t.origin).host : null,
      o = e.startsWith('https:'),
      s = r.filter((i) => new URL(i).host !== n && (!o || i.startsWith('https:')));
    return [...new Set([e, ...s])];
  }
  var fe = ({ own: e, list: t }) =>
      (t == null ? void 0 : t.mirrors.some(({ address: r, neutral: n }) => r === e && n === !0)) ?? !1,
    Lt = ({ own: e, list: t }) =>
      (t == null
        ? void 0
        : t.mirrors.some(({ address: r, use: n }) => n === 'data' && (e.startsWith(r) || r.startsWith(e)))) ??
      !1;
  function X(e, t) {
    let r = e.replace(/[?#].*$/s, '');
    if (!r.startsWith(t)) return null;
    let n = r.slice(t.length);
    if (/^(?:-|edition)(?:\/|$)/i.test(n) || n === 'worker.js') return null;
    try {
      let o = n.split('/').map((i) => decodeURIComponent(i));
      if (o.some((i) => i.includes('/'))) return null;
      let s = o.join('/').normalize('NFC');
      return s === '' || s.endsWith('/') ? `${s}index.html` : s;
    } catch {
      return null;
    }
  }
  var F = (e, t) => e + t.split('/').map(encodeURIComponent).join('/');
  var Ro = 40,
    fr = (e) => /^(?:[^/]+\/)?\d{4}\/\d\d\/\d\d\/[^/]+\.html$/.test(e);
  async function gt(e, t) {
    let { own: r, paper: n, kept: o } = e,
      s = await n.part(t, !0);
    if (s.file === null || s.file.status !== 200 || !s.file.entry.type.startsWith('text/html')) return !1;
    let i = F(r, t),
      a = new TextDecoder().decode(s.file.bytes),
      c = Uo(a, i, r).map(async (l) => {
        let u = await n.part(l, !0).catch(() => null);
        u != null && u.file && (await o.put(F(r, l), i, ur(e, u.file, u, '')));
      });
    return (await Promise.all(c), await o.put(i, i, ur(e, s.file, s, Oo(a))), !0);
  }
  var ur = ({ now: e }, { bytes: t, entry: r }, { standing: n }, o) => ({
      bytes: t,
      type: r.type,
      at: e(),
      title: o,
      standing: Po(n),
    }),
    Po = ({ record: e, confirmedAt: t, sample: r }) => ({
      number: e.number,
      published: e.published,
      confirmedAt: t,
      sample: r,
    });
  function Uo(e, t, r) {
    let o = [
      ...e.matchAll(/<link\b[^>]*\brel="(?:stylesheet|icon)"[^>]*\bhref="([^"]+)"/g),
      ...e.matchAll(/<link\b[^>]*\brel="icon"[^>]*\btype="[^"]*"[^>]*\bhref="([^"]+)"/g),
      ...[...e.matchAll(/<img\b[^>]*\bsrc="([^"]+)"/g)].slice(0, Ro),
    ].flatMap(([, s = '']) => X(new URL(s, t).href, r) ?? []);
    return [...new Set(o)];
  }
  var vo = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" },
    Oo = (e) => {
      var t;
      return (((t = /<title>([^<]*)/.exec(e)) == null ? void 0 : t[1]) ?? '').replace(
        /&(amp|lt|gt|quot|#39);/g,
        (r, n) => vo[n] ?? '',
      );
    };
  async function dr(e) {
    let { kept: t, own: r } = e;
    for (let { url: n } of await t.list()) {
      let o = X(n, r);
      (o === null || !(await gt(e, o))) && (await t.remove(n));
    }
  }
  var pr = {
    status: _o,
    keep: $o,
    kept: async ({ kept: e, own: t }) => ({
      stories: (await e.list()).map(({ at: r, title: n, url: o }) => ({ path: X(o, t), title: n, at: r })),
    }),
    'keep-all': (e, { on: t }) => de(e, 'keepAll', t),
    'wipe-on-exit': (e, { on: t }) => de(e, 'wipeOnExit', t),
    stealth: (e, { on: t }) => {
      if (t === !0 && !e.neutral())
        throw new Error('This address itself tells whose pages these are; stealth needs a neutral mirror');
      return de(e, 'stealth', t);
    },
    wipe: async (e) => (await e.wipe(), {}),
    report: (e) => Promise.resolve({ report: Fo(e) }),
    'send-report': Co,
  };
  async function mr(e, t) {
    if (typeof t != 'object' || t === null || !('longwave' in t) || t.longwave !== 1) return null;
    let r = { ...t },
      n = String(r.ask),
      o = Object.hasOwn(pr, n) ? pr[n] : void 0;
    if (o === void 0) return { ok: !1, why: `The worker knows no "${n}"; reload the page` };
    try {
      return { ok: !0, ...(await o(e, r)) };
    } catch (s) {
      return { ok: !1, why: s instanceof Error ? s.message : String(s) };
    }
  }
  async function _o({ choices: e, kept: t, own: r, paper: n, scope: o }) {
    var a, c, l;
    let s = await n.standing(),
      i = new Map((a = n.list) == null ? void 0 : a.mirrors.map(({ address: u, use: f }) => [u, f]));
    return {
      edition: (s == null ? void 0 : s.record.number) ?? null,
      confirmedAt: (s == null ? void 0 : s.confirmedAt) ?? null,
      source: n.source,
      sources: n.places().map((u) => ({ ...u, use: i.get(u.address) ?? 'entry' })),
      kept: (await t.list()).length,
      ...e,
      storedBytes:
        ((l = await ((c = o.navigator.storage) == null ? void 0 : c.estimate())) == null
          ? void 0
          : l.usage) ?? 0,
      own: r,
    };
  }
  async function $o(e, { on: t, path: r }) {
    if (typeof r != 'string') throw new Error('Name the "path" of a story');
    let { clock: n, kept: o, own: s, paper: i } = e;
    if (t !== !0) await o.remove(F(s, r));
    else if (!(await gt({ paper: i, kept: o, own: s, now: n.now }, r)))
      throw new Error(`The edition has no page "${r}" that could be kept`);
    return {};
  }
  async function de(e, t, r) {
    return (
      (e.choices[t] = r === !0),
      t === 'wipeOnExit' && r === !0 && (await e.kept.clear()),
      await e.save(),
      {}
    );
  }
  function Fo({ clock: e, paper: t }) {
    let r = new Date(e.now()).toISOString().slice(0, 10),
      n = t
        .places()
        .filter(({ state: o }) => o !== 'unknown')
        .map(({ address: o, state: s }) => ({ address: o, state: s }));
    return { day: r, edition: null, country: null, places: n };
  }
  async function Co(e, { report: t }) {
    var a;
    let { own: r, paper: n, scope: o } = e;
    if (e.neutral())
      throw new Error('From here nothing is sent, since the newsroom’s own name must not be asked for');
    let [s = r] = [
        ((a = n.list) == null ? void 0 : a.origin) ?? e.data.address,
        r,
        ...it({ own: r, list: n.list }),
      ],
      i = await o.fetch(`${s}-/reach/report`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify(t),
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
    if (!i.ok) throw new Error(`The newsroom answered ${i.status}`);
    return {};
  }
  var hr = {
    now: () => Date.now(),
    after: (e, t) => {
      let r = setTimeout(t, e);
      return () => clearTimeout(r);
    },
  };
  function wt({ lang: e }, t, r) {
    return t.replace(/\{(\w+)\}/g, (n, o) => {
      let s = r[o];
      return s === void 0
        ? n
        : typeof s == 'number'
          ? new Intl.NumberFormat(e).format(s)
          : typeof s == 'string'
            ? `⁨${s}⁩`
            : new Intl.DateTimeFormat(e, { dateStyle: 'medium', timeStyle: 'short' }).format(s);
    });
  }
  var Lo = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
    S = (e) => e.replace(/[&<>"]/g, (t) => Lo[t] ?? '');
  function Io({ language: e, standing: t, host: r, keptAt: n }) {
    let { words: o } = e,
      s = {
        edition: t.edition,
        published: new Date(t.published),
        confirmed: new Date(t.confirmedAt),
        place: r === null ? o.own : wt(e, o.mirror, { host: r }),
        at: new Date(n ?? 0),
      },
      i = n !== null ? o.kept : t.fresh ? o.genuine : o.unconfirmed,
      a = wt(e, i, s);
    return t.sample ? `${o.sample} ${a}` : a;
  }
  function yr(e, t, r) {
    let { language: n, standing: o, keptAt: s } = t,
      i = o.fresh && s === null ? '' : ' old',
      a = `<a href="${S(r)}${n.prefix}reach.html">${S(n.words.more)}</a>`,
      c = `<p class="told${i}" role="note" lang="${n.lang}" dir="${n.dir}">${S(Io(t))} ${a}</p>`,
      l = e.search(/<main[\s>]/);
    return l < 0 ? e : e.slice(0, l) + c + e.slice(l);
  }
  var Mo = {
    'content-security-policy': "frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  };
  function pe(e, t, r) {
    return e.redirect !== null
      ? Response.redirect(F(t, e.redirect), 302)
      : Q(e.bytes, e.entry.type, e.status === 410 ? 410 : 200, r);
  }
  function Q(e, t, r, n) {
    let o = { ...Mo, 'content-type': t, 'accept-ranges': 'bytes' },
      s = r === 200 ? No(n, e.length) : null;
    if (s === null) return new Response(new Uint8Array(e), { status: r, headers: o });
    let [i, a] = s;
    return (
      (o['content-range'] = `bytes ${i}-${a}/${e.length}`),
      new Response(new Uint8Array(e.subarray(i, a + 1)), { status: 206, headers: o })
    );
  }
  var bt = (e, t) => Q(new TextEncoder().encode(e), 'text/html; charset=utf-8', t, null);
  function No(e, t) {
    let [, r = '', n = ''] = /^bytes=(\d*)-(\d*)$/.exec(e ?? '') ?? [];
    if (r === '' && n === '') return null;
    let o = r === '' ? Math.max(0, t - Number(n)) : Number(r),
      s = r === '' || n === '' ? t - 1 : Math.min(Number(n), t - 1);
    return o <= s ? [o, s] : null;
  }
  var gr = ({ root: e }) => Uint8Array.from(atob(e), (t) => t.charCodeAt(0));
  function It({ languages: e }, t) {
    let r =
      e.find(({ prefix: n }) => n !== '' && t.startsWith(n)) ?? e.find(({ prefix: n }) => n === '') ?? e[0];
    if (r === void 0) throw new Error('The worker was given no language; press again');
    return r;
  }
  var Ko =
    'body{margin:0;padding:1rem;font:1.125rem/1.6 Georgia,"Noto Serif",serif;background:#fdfcf8;color:#16181d}main{max-width:38rem;margin:6vh auto}h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.125rem}a{color:inherit}.again{display:inline-block;padding:.5rem 1rem;border:1px solid}@media(prefers-color-scheme:dark){body{background:#15171b;color:#e9e6df}}';
  function wr(e) {
    let { language: t, known: r, tried: n, kept: o, entries: s, url: i } = e,
      { words: a, lang: c, dir: l, name: u } = t,
      f =
        r === null ? a.lostNothing : wt(t, a.lostKnown, { edition: r.edition, at: new Date(r.confirmedAt) }),
      h = n.map(
        ({ address: b, state: T }) =>
          `<li>${`<bdi>${S(new URL(b).host)}</bdi>`}: ${S(a.states[T === 'unknown' || T === 'ok' ? 'blocked' : T])}</li>`,
      ),
      y = (b, T) => (T.length === 0 ? '' : `<h2>${S(b)}</h2><ul>${T.join('')}</ul>`),
      w = (b) => b.map((T) => `<li><a href="${S(T.url)}"><bdi>${S(T.title)}</bdi></a></li>`);
    return `<!doctype html><html lang="${c}" dir="${l}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark"><title>${S(a.lost)} — ${S(u)}</title><style>${Ko}</style></head><body><main><h1>${S(a.lost)}</h1><p>${S(f)}</p><p>${S(a.lostDo)}</p><p><a class="again" href="${S(i)}">${S(a.again)}</a></p>${y(a.lostKept, w(o))}${y(a.lostElsewhere, w(s.map((b) => ({ url: b, title: new URL(b).host }))))}${y(a.lostTried, h)}</main></body></html>
`;
  }
  var Do =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect x='3' y='1' width='10' height='14' fill='%23999'/%3E%3C/svg%3E";
  var me = (e) =>
    e
      .replace(/<title>[^<]*<\/title>/, '<title>…</title>')
      .replace(/<link\b[^>]*\brel="icon"[^>]*>/, '')
      .replace(/(<meta http-equiv="Content-Security-Policy" content="[^"]*?img-src )/, '$1data: ')
      .replace('</head>', `<link rel="icon" type="image/svg+xml" href="${Do}"></head>`);
  var Bo = '404.html',
    Mt = class {
      #t;
      #e = null;
      constructor(t) {
        this.#t = t;
      }
      async answer(t) {
        return t.page ? this.#r(t) : this.#s(t);
      }
      async #r(t) {
        let { kept: r, onLine: n, paper: o } = this.#t,
          s = await r.get(xt(t.url));
        if (s !== null && !n()) return this.#c(t, s);
        try {
          let i = await o.visit(t.path, s === null && n());
          return (this.#l(t.path, i.standing), await this.#n(t, i));
        } catch {
          return s === null ? this.#f(t) : this.#c(t, s);
        }
      }
      async #s({ path: t, range: r, url: n }) {
        let { kept: o, own: s, paper: i } = this.#t;
        try {
          let { file: a } = await i.part(t, !0);
          return a === null ? Q(new Uint8Array(0), 'text/plain', 404, null) : pe(a, s, r);
        } catch {
          let a = (await o.get(xt(n))) ?? (await o.sibling(xt(n)));
          return a === null ? Response.error() : Q(a.bytes, a.type, 200, r);
        }
      }
      async #n(t, r) {
        let { own: n } = this.#t,
          { file: o } = r;
        if (o === null) return this.#o(t, r);
        if (o.redirect !== null || !o.entry.type.startsWith('text/html')) return pe(o, n, t.range);
        let s = new TextDecoder().decode(o.bytes);
        return bt(this.#a(s, t, this.#i(t.path, r)), o.status);
      }
      async #o(t, r) {
        let { own: n, paper: o } = this.#t,
          s = `${t.path}/index.html`,
          i = /\.\w+$/.test(t.path) ? null : await o.part(s, !1).catch(() => null);
        if (i != null && i.file) return Response.redirect(`${xt(t.url)}/`, 302);
        let a = await o.part(Bo, !1).catch(() => null);
        if (!(a != null && a.file)) return Q(new Uint8Array(0), 'text/plain', 404, null);
        let l = new TextDecoder()
          .decode(a.file.bytes)
          .replace(/<head(?:\s[^>]*)?>/i, (u) => `${u}<base href="${n}">`);
        return bt(this.#a(l, t, this.#i(t.path, r)), 404);
      }
      #i(t, { source: r, standing: n }) {
        let { data: o, own: s } = this.#t,
          { confirmedAt: i, fresh: a, record: c, sample: l } = n;
        return {
          language: It(o, t),
          standing: { edition: c.number, published: c.published, fresh: a, confirmedAt: i, sample: l },
          host: r === s ? null : new URL(r).host,
          keptAt: null,
        };
      }
      #c(t, { bytes: r, type: n, at: o, standing: s }) {
        let { data: i } = this.#t;
        if (!n.startsWith('text/html')) return Q(r, n, 200, t.range);
        let { confirmedAt: a, sample: c, number: l, published: u } = s,
          f = {
            language: It(i, t.path),
            standing: { edition: l, published: u, fresh: !1, confirmedAt: a, sample: c },
            host: null,
            keptAt: o,
          };
        return bt(this.#a(new TextDecoder().decode(r), t, f), 200);
      }
      #a(t, { url: r }, n) {
        let { own: o, hidden: s } = this.#t,
          i = xt(r).slice(o.length).split('/').length - 1,
          a = yr(t, n, '../'.repeat(i));
        return s() ? me(a) : a;
      }
      async #f({ path: t, url: r }) {
        var l;
        let { data: n, kept: o, own: s, paper: i } = this.#t,
          a = await i.standing(),
          c = wr({
            language: It(n, t),
            known: a === null ? null : { edition: a.record.number, confirmedAt: a.confirmedAt },
            tried: i.places(),
            kept: await o.list(),
            entries: (((l = i.list) == null ? void 0 : l.mirrors) ?? [])
              .filter(({ address: u, use: f }) => f === 'entry' && u !== s)
              .map(({ address: u }) => u),
            url: r,
          });
        return bt(this.#t.hidden() ? me(c) : c, 503);
      }
      #l(t, r) {
        let { choices: n, later: o, paper: s } = this.#t,
          i = this.#e !== null && this.#e !== r.record.number;
        ((this.#e = r.record.number),
          o(s.refreshList(r)),
          i && o(dr(this.#t)),
          n().keepAll && fr(t) && o(gt(this.#t, t)));
      }
    },
    xt = (e) => e.replace(/[?#].*$/s, '');
  function br(e, t) {
    let r = e.method === 'GET' ? X(e.url, t) : null;
    return r === null
      ? null
      : { url: e.url, path: r, page: e.mode === 'navigate', range: e.headers.get('range') };
  }
  var m = class extends Error {
    name = 'EditionError';
    code;
    constructor(t, r, n) {
      (super(r, n), (this.code = t));
    }
  };
  var Ho = new TextEncoder(),
    jo = new TextDecoder('utf-8', { fatal: !0, ignoreBOM: !0 }),
    Wo = Array.from({ length: 256 }, (e, t) => t.toString(16).padStart(2, '0')),
    C = 32,
    x = (e) => Ho.encode(e);
  function G(e) {
    try {
      return jo.decode(e);
    } catch (t) {
      throw new m('malformed', 'Text is not UTF-8', { cause: t });
    }
  }
  function E(e) {
    if (typeof e.toHex == 'function') return e.toHex();
    let t = '';
    for (let r of e) t += Wo[r];
    return t;
  }
  function At(e) {
    let t = new Uint8Array(e.length >> 1);
    return (Go(e, t, 0), t);
  }
  function Go(e, t, r) {
    if (e.length % 2 !== 0) throw new m('malformed', `"${e}" is not hexadecimal`);
    for (let n = 0; n < e.length; n += 2) {
      let o = (xr(e.charCodeAt(n)) << 4) | xr(e.charCodeAt(n + 1));
      if (o < 0) throw new m('malformed', `"${e}" is not hexadecimal`);
      t[r + (n >> 1)] = o;
    }
  }
  function xr(e) {
    return e >= 48 && e <= 57 ? e - 48 : e >= 97 && e <= 102 ? e - 87 : -256;
  }
  function kt(e, t, r = C, n = 0, o = 0) {
    for (let s = 0; s < r; s++) {
      let i = (e[n + s] ?? -1) - (t[o + s] ?? -1);
      if (i !== 0) return i;
    }
    return 0;
  }
  var L = (e, t) => e.length === t.length && kt(e, t, e.length) === 0;
  var at = class {
    #t;
    #e;
    #r = 0;
    constructor(t, r) {
      ((this.#t = t), (this.#e = r));
    }
    byte() {
      let t = this.#t[this.#r];
      if (t === void 0) throw this.malformed('ends too early');
      return ((this.#r += 1), t);
    }
    varint() {
      let t = 0;
      for (let r = 1; ; r *= 128) {
        let n = this.byte();
        if (((t += (n & 127) * r), !Number.isSafeInteger(t)))
          throw this.malformed('holds a number above 2^53');
        if (!(n >= 128)) {
          if (n === 0 && r > 1) throw this.malformed('spells a number longer than needed');
          return t;
        }
      }
    }
    take(t) {
      if (t > this.#t.length - this.#r) throw this.malformed('ends too early');
      let r = this.#t.subarray(this.#r, this.#r + t);
      return ((this.#r += t), r);
    }
    hex() {
      return E(this.take(C));
    }
    text() {
      return G(this.take(this.varint()));
    }
    get done() {
      return this.#r === this.#t.length;
    }
    end() {
      if (!this.done) throw this.malformed('goes on after its end');
    }
    malformed(t) {
      return new m('malformed', `${this.#e} ${t}`);
    }
  };
  var Ar = 1024,
    he = 255,
    Yo = ['-', 'edition'],
    zo =
      /[\u0000-\u001f\u007f-\u009f"#%*:<>?\\|\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/u,
    qo = new RegExp('\\p{Noncharacter_Code_Point}|\\p{Surrogate}', 'u'),
    Zo = /^[a-z0-9_](?:[a-z0-9_-]|\.(?=[a-z0-9_-])|\/(?=[a-z0-9_]))*$/,
    Vo = /[A-Z]+/g,
    Tt = (e) => e.replace(Vo, (t) => t.toLowerCase());
  function Jo(e) {
    let t = Zo.test(e);
    if (!t) {
      let s = Xo(e);
      if (s !== null) return s;
    }
    let r = t ? e.length : x(e).length;
    if (r > Ar) return `it is longer than ${Ar} bytes`;
    let n = e.split('/');
    return Yo.some((s) => Tt(n[0] ?? '') === s)
      ? `"${n[0]}" is reserved`
      : e.startsWith('.longwave')
        ? 'names that start with ".longwave" are reserved'
        : r <= he
          ? null
          : n.some((s) => x(s).length > he)
            ? `one of its names is longer than ${he} bytes`
            : null;
  }
  function Xo(e) {
    if (e === '') return 'it is empty';
    if (zo.test(e) || qo.test(e)) return 'it holds a character that not every system can store';
    if (e.normalize('NFC') !== e) return 'it is not in Unicode form NFC';
    let t = Tt(e);
    if (t.toLowerCase() !== t) return 'it holds a capital letter outside A to Z';
    for (let r of e.split('/')) {
      if (r === '') return 'one of its names is empty';
      if (r === '.' || r === '..') return `it holds "${r}"`;
      if (r.endsWith('.') || r.endsWith(' ') || r.startsWith(' ')) return `"${r}" ends in a dot or a space`;
    }
    return null;
  }
  function tt(e) {
    let t = Jo(e);
    if (t !== null) throw new m('bad_path', `The path "${e.slice(0, 200)}" cannot be published: ${t}`);
  }
  var Qo = /^(?:text\/)?((?!text\/)[^/]+\/)?(?:text\/)?(\d{4}\/\d{2}\/\d{2}\/[^/]+?)(?:\.html|\/.+)$/,
    ts = /^(media\/[^/]+)\/.+$/;
  function ct(e) {
    var n;
    let t = Tt(e),
      r = Qo.exec(t);
    return r !== null ? `${r[1] ?? ''}${r[2]}` : (((n = ts.exec(t)) == null ? void 0 : n[1]) ?? t);
  }
  function Nt(e, t) {
    let r = Math.min(e.length, t.length);
    for (let n = 0; n < r; n++) {
      let o = e.charCodeAt(n),
        s = t.charCodeAt(n);
      if (o !== s) return kr(o) - kr(s);
    }
    return e.length - t.length;
  }
  var kr = (e) => (e >= 55296 && e < 57344 ? e + 10240 : e);
  async function _(e) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(e)));
  }
  var Tr = 193,
    Er = [
      'text/html; charset=utf-8',
      'text/css; charset=utf-8',
      'text/plain; charset=utf-8',
      'text/javascript; charset=utf-8',
      'application/json; charset=utf-8',
      'application/rss+xml; charset=utf-8',
      'application/atom+xml; charset=utf-8',
      'application/feed+json; charset=utf-8',
      'application/xml; charset=utf-8',
      'image/svg+xml; charset=utf-8',
      'image/jpeg',
      'image/avif',
      'image/png',
      'font/woff2',
      'application/pdf',
      'audio/mpeg',
    ],
    Rr = new Map(Er.map((e, t) => [e, t + 1])),
    Pr = 1,
    Ur = 2,
    vr = 4,
    Or = 8,
    rs = Pr | Ur | vr | Or,
    ns = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/,
    os = 200;
  function _r(e) {
    let t = new at(e, 'A unit'),
      r = t.byte();
    if (r !== Tr) throw ye(r, Tr, 'unit');
    let n = t.text(),
      o = [];
    for (let s = t.varint(); s > 0; s--) o.push(is(t, n));
    t.end();
    for (let s = 1; s < o.length; s++) {
      let [i, a] = [o[s - 1], o[s]];
      if (i && a && Nt(i.path, a.path) >= 0) throw t.malformed('has files out of order');
    }
    return (ss(n, o), { key: n, files: o });
  }
  function ye(e, t, r) {
    return e >> 4 === t >> 4 && e > t
      ? new m('newer_format', `This ${r} has a newer layout; use a newer Longwave`)
      : new m('malformed', `These bytes are no ${r}`);
  }
  function ss(e, t) {
    if (t.length === 0) throw new m('malformed', `The unit "${e}" has no file`);
    let r = new Set();
    for (let n of t) {
      if ((tt(n.path), ct(n.path) !== e))
        throw new m('malformed', `"${n.path}" does not belong to the unit "${e}"`);
      let o = Tt(n.path);
      if (r.has(o)) throw new m('path_conflict', `"${n.path}" stands twice, or twice but for capitals`);
      r.add(o);
    }
  }
  function is(e, t) {
    let r = e.byte();
    if ((r & ~rs) !== 0) throw e.malformed(`has a file with unknown flags ${r}`);
    let n = as(e, r, t),
      o = e.hex(),
      s = e.varint(),
      i = (r & Pr) !== 0,
      a = i ? e.hex() : o,
      c = i ? e.varint() : s,
      l = cs(e),
      u = { path: n, raw: o, size: s, object: a, stored: c, gzip: i, type: l };
    return ((r & Ur) !== 0 && (u.status = 410), (r & vr) !== 0 && (u.redirect = e.text()), ls(u), u);
  }
  function as(e, t, r) {
    let n = e.text();
    if ((t & Or) === 0) {
      if (r !== '' && n.includes(r)) throw e.malformed('spells out a path that holds its key');
      return n;
    }
    let o = n + r + e.text();
    if (o.indexOf(r) !== n.length) throw e.malformed('splits a path at the wrong place');
    return o;
  }
  function cs(e) {
    let t = e.varint();
    if (t > 0) {
      let n = Er[t - 1];
      if (n === void 0) throw e.malformed(`names an unknown media type ${t}`);
      return n;
    }
    let r = e.text();
    if (Rr.has(r)) throw e.malformed('spells out a media type that has a number');
    return r;
  }
  function ls(e) {
    if (!(
      e.raw.length === C * 2 &&
      e.object.length === C * 2 &&
      Sr(e.size) &&
      Sr(e.stored) &&
      (e.gzip || (e.object === e.raw && e.stored === e.size)) &&
      (Rr.has(e.type) || (e.type.length <= os && ns.test(e.type)))
    ))
      throw new m('malformed', `The entry of "${e.path}" contradicts itself`);
    e.redirect !== void 0 && tt(e.redirect);
  }
  var Sr = (e) => Number.isSafeInteger(e) && e >= 0;
  var St = 32,
    I = 8,
    H = I + C,
    Et = I * 2,
    ge = 177,
    $r = 161;
  function Y(e, t, r = 0) {
    let n = e[r + (t >> 1)] ?? 0;
    return t % 2 === 0 ? n >> 4 : n & 15;
  }
  function lt(e) {
    let t = new at(e, 'A node'),
      r = t.byte();
    if (r === $r) return us(t);
    if (r === ge) return fs(t);
    throw ye(r, r >> 4 === ge >> 4 ? ge : $r, 'node');
  }
  function us(e) {
    let t = e.byte();
    if (t > St) throw e.malformed('is a leaf with too many units');
    let r = e.take(t * H);
    return (e.end(), ds(r), { kind: 'leaf', records: r });
  }
  function fs(e) {
    let t = e.varint();
    if (t <= St) throw e.malformed('is a branch that should be a leaf');
    let r = (e.byte() << 8) | e.byte();
    if (r === 0) throw e.malformed('is a branch without a child');
    let n = [];
    for (let o = 0; o < 16; o++) n.push((r & (1 << o)) === 0 ? null : e.take(C));
    return (e.end(), { kind: 'branch', units: t, children: n });
  }
  function ds(e) {
    for (let t = H; t < e.length; t += H)
      if (kt(e, e, H, t - H, t) >= 0) throw new m('malformed', 'Records of units are out of order');
  }
  function Kt(e, t) {
    let r = [];
    for (let n = 0; n < e.length; n += H) kt(e, t, I, n) === 0 && r.push(e.subarray(n + I, n + I + C));
    return r;
  }
  async function Fr(e, t, r) {
    tt(t);
    let n = ct(t),
      o = (await _(x(n))).subarray(0, I),
      s = e;
    for (let i = 0; i <= Et; i++) {
      let a = lt(await Cr(r[i], s));
      if (a.kind === 'leaf') return (ps(a.records, o, i), ms(r.slice(i + 1), Kt(a.records, o), n, t));
      let c = a.children[Y(o, i)] ?? null;
      if (c === null) {
        if (r.length !== i + 1) throw Lr(t);
        return null;
      }
      s = c;
    }
    throw new m('malformed', 'The proof is deeper than any tree can be');
  }
  async function Cr(e, t) {
    if (e === void 0) throw new m('wrong_proof', 'The proof ends before it reaches the path');
    if (!L(await _(e), t))
      throw new m('hash_mismatch', 'A part of the proof is not what the part above it names');
    return e;
  }
  function ps(e, t, r) {
    for (let n = 0; n < e.length; n += H)
      for (let o = 0; o < r; o++)
        if (Y(e, o, n) !== Y(t, o))
          throw new m('malformed', 'A leaf holds a unit that belongs elsewhere in the tree');
  }
  async function ms(e, t, r, n) {
    if (e.length > t.length) throw Lr(n);
    let o = null;
    for (let [s, i] of t.entries()) {
      let a = _r(await Cr(e[s], i));
      a.key === r && (o = a.files.find((c) => c.path === n) ?? null);
    }
    return o;
  }
  var Lr = (e) => new m('wrong_proof', `The proof for "${e}" goes on after its end`);
  var p = class extends Error {
    name = 'TufError';
    code;
    role;
    constructor(t, r, n = {}) {
      (super(r, 'cause' in n ? { cause: n.cause } : void 0), (this.code = t), (this.role = n.role ?? null));
    }
  };
  var Ir = 64,
    hs = new RegExp('\\p{Cs}', 'u'),
    Dt = (e) => we(e, ys, 0),
    et = (e) => we(e, JSON.stringify, 0);
  function z(e, t) {
    try {
      return JSON.parse(G(e));
    } catch (r) {
      throw new p('malformed', `The ${t} metadata is not JSON in UTF-8`, { role: t, cause: r });
    }
  }
  var ys = (e) => `"${e.replaceAll(/["\\]/g, '\\$&')}"`;
  function we(e, t, r) {
    if (r > Ir) throw new p('malformed', `Metadata is nested deeper than ${Ir} levels`);
    let n = (s) => we(s, t, r + 1);
    if (e === null || typeof e == 'boolean') return String(e);
    if (typeof e == 'number') return gs(e);
    if (typeof e == 'string') return t(Mr(e));
    if (Array.isArray(e)) return `[${e.map(n).join(',')}]`;
    if (typeof e != 'object') throw new p('malformed', `Metadata cannot hold a value of type "${typeof e}"`);
    return `{${Object.entries(e)
      .sort(([s], [i]) => Nt(s, i))
      .map(([s, i]) => `${t(Mr(s))}:${n(i)}`)
      .join(',')}}`;
  }
  function gs(e) {
    if (Number.isSafeInteger(e)) return String(e);
    throw new p('malformed', `Metadata holds ${e}, which is no integer below 2^53`);
  }
  function Mr(e) {
    if (hs.test(e)) throw new p('malformed', 'Metadata holds half a surrogate pair');
    return e;
  }
  var k = (e, t) => new p('malformed', `The ${e} metadata ${t}`, { role: e }),
    g = (e, t) => (Object.hasOwn(e, t) ? e[t] : void 0);
  function R(e, t, r) {
    if (!ws(e)) throw k(t, `has no object as "${r}"`);
    return e;
  }
  var ws = (e) => typeof e == 'object' && e !== null && !Array.isArray(e);
  function P(e, t, r) {
    let n = g(e, t);
    if (typeof n != 'string') throw k(r, `has no text as "${t}"`);
    return n;
  }
  function M(e, t, r, n) {
    let o = g(e, t);
    if (typeof o != 'number' || !Number.isSafeInteger(o) || o < n)
      throw k(r, `has no integer of at least ${n} as "${t}"`);
    return o;
  }
  function Rt(e, t, r) {
    let n = g(e, t);
    if (!Array.isArray(n)) throw k(r, `has no list as "${t}"`);
    return n;
  }
  function Pt(e, t, r) {
    return Rt(e, t, r).map((n) => {
      if (typeof n != 'string') throw k(r, `has something else than text in "${t}"`);
      return n;
    });
  }
  function q(e, t, r, n) {
    let o = Object.entries(R(g(e, t), r, t));
    return Object.fromEntries(o.map(([s, i]) => [s, n(R(i, r, s), s)]));
  }
  function ut(e, t, r) {
    if (new Set(e).size !== e.length) throw k(t, `repeats a value in "${r}"`);
  }
  var Nr = ['root', 'timestamp', 'snapshot', 'targets'],
    bs = /^1(?:\.\d+){1,2}$/,
    xs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
  function U(e, t, r, n) {
    let o = R(z(e, t), t, 'file'),
      s = R(g(o, 'signed'), t, 'signed'),
      i = Rt(o, 'signatures', t).map((c) => {
        let l = R(c, t, 'signatures');
        return { ...l, keyid: P(l, 'keyid', t), sig: P(l, 'sig', t) };
      });
    ut(
      i.map(({ keyid: c }) => c),
      t,
      'signatures',
    );
    let a = P(s, '_type', t);
    if (a !== r) throw new p('wrong_type', `The ${t} metadata is of type "${a}", not "${r}"`, { role: t });
    return { signed: n(s, t), signatures: i, message: As(s, t) };
  }
  function As(e, t) {
    try {
      return x(Dt(e));
    } catch (r) {
      throw new p('malformed', `The ${t} metadata has no canonical form`, { role: t, cause: r });
    }
  }
  function v(e, t) {
    let r = P(e, 'spec_version', t);
    if (!bs.test(r))
      throw new p('unsupported', `The ${t} metadata follows version "${r}" of TUF, not 1`, { role: t });
    let n = P(e, 'expires', t);
    if (!ks(n)) throw k(t, `expires on "${n}", which is no date and time in UTC`);
    return { spec_version: r, version: M(e, 'version', t, 1), expires: n };
  }
  function ks(e) {
    let t = xs.test(e) ? Date.parse(e) : Number.NaN;
    return !Number.isNaN(t) && new Date(t).toISOString() === e.replace('Z', '.000Z');
  }
  var be = (e, t) => !(Date.parse(e.expires) > t);
  var Ts = async (e) => E(await _(x(Dt(e)))),
    Bt = (e, t) =>
      q(e, 'keys', t, (r) => {
        let n = R(g(r, 'keyval'), t, 'keyval');
        return {
          ...r,
          keytype: P(r, 'keytype', t),
          scheme: P(r, 'scheme', t),
          keyval: { ...n, public: P(n, 'public', t) },
        };
      });
  function Ut(e, t) {
    let r = Pt(e, 'keyids', t);
    return (ut(r, t, 'keyids'), { keyids: r, threshold: M(e, 'threshold', t, 1) });
  }
  async function Ht(e, t) {
    for (let [r, n] of Object.entries(e))
      if ((await Ts(n)) !== r) throw k(t, `names a key "${r}", which is not the name of that key`);
  }
  function Ss(e) {
    let t = '';
    for (let r of e) t += String.fromCharCode(r);
    return btoa(t);
  }
  function Kr(e) {
    let t;
    try {
      t = atob(e);
    } catch (n) {
      throw new m('malformed', 'Text is not base64', { cause: n });
    }
    let r = Uint8Array.from(t, (n) => n.charCodeAt(0));
    if (Ss(r) !== e) throw new m('malformed', 'Text is not base64 in its proper form');
    return r;
  }
  var Oe = 'Ed25519',
    Ac = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32),
    Ds = () => Promise.resolve().then(() => (cn(), an)),
    ln,
    Bs = !1;
  async function Hs() {
    return (
      (ln ??= crypto.subtle.importKey('raw', new Uint8Array(32), Oe, !1, ['verify']).then(
        () => !0,
        () => !1,
      )),
      !Bs && (await ln)
    );
  }
  async function un(e, t, r) {
    if (e.length !== 32 || r.length !== 64) return !1;
    let n = (await Hs()) ? null : await Ds();
    try {
      if (n !== null) return await n.verifyAsync(r, t, e, { zip215: !1 });
      let o = await crypto.subtle.importKey('raw', new Uint8Array(e), Oe, !1, ['verify']);
      return await crypto.subtle.verify(Oe, o, new Uint8Array(r), new Uint8Array(t));
    } catch {
      return !1;
    }
  }
  function fn(e, t) {
    let r = e.split('/'),
      n = t.split('/');
    return r.length === n.length && r.every((o, s) => js(Array.from(o), Array.from(n[s] ?? '')));
  }
  function js(e, t) {
    let r = 0,
      n = 0,
      o = -1,
      s = 0;
    for (; n < t.length;) {
      let i = e[r] === '*' ? 0 : Ws(e, r, t[n] ?? '');
      if (e[r] === '*') ((o = r), (s = n), (r += 1));
      else if (i > 0) ((r += i), (n += 1));
      else if (o >= 0) ((r = o + 1), (s += 1), (n = s));
      else return !1;
    }
    for (; e[r] === '*';) r += 1;
    return r === e.length;
  }
  function Ws(e, t, r) {
    let n = e[t];
    if (n === void 0) return 0;
    if (n === '?') return 1;
    let o = e[t + 1] === '!',
      s = t + (o ? 2 : 1),
      i = n === '[' ? e.indexOf(']', s + 1) : -1;
    return i < 0 ? (n === r ? 1 : 0) : Gs(e.slice(s, i), r) === o ? 0 : i + 1 - t;
  }
  function Gs(e, t) {
    let r = (n) => (n == null ? void 0 : n.codePointAt(0)) ?? -1;
    for (let n = 0; n < e.length; n++) {
      let s = e[n + 1] === '-' && n + 2 < e.length ? n + 2 : n;
      if (r(e[n]) <= r(t) && r(t) <= r(e[s])) return !0;
      n = s;
    }
    return !1;
  }
  function dn(e, t) {
    let r = R(e, t, 'delegations'),
      n = Bt(r, t),
      o = g(r, 'succinct_roles');
    if ((g(r, 'roles') === void 0) == (o === void 0))
      throw k(t, 'does not have one of "roles" and "succinct_roles"');
    if (o !== void 0) return { ...r, keys: n, succinct_roles: zs(R(o, t, 'succinct_roles'), t) };
    let s = Rt(r, 'roles', t).map((i) => Ys(R(i, t, 'roles'), t));
    return (
      ut(
        s.map(({ name: i }) => i),
        t,
        'roles',
      ),
      { ...r, keys: n, roles: s }
    );
  }
  function Ys(e, t) {
    let r = (o) => g(e, o) !== void 0;
    if (r('paths') && r('path_hash_prefixes'))
      throw k(t, 'has both "paths" and "path_hash_prefixes" in one delegation');
    let n = g(e, 'terminating');
    if (n !== void 0 && typeof n != 'boolean') throw k(t, 'has no yes or no as "terminating"');
    return {
      ...e,
      ...Ut(e, t),
      name: pn(P(e, 'name', t), t),
      terminating: n ?? !1,
      ...(r('paths') ? { paths: Pt(e, 'paths', t) } : {}),
      ...(r('path_hash_prefixes') ? { path_hash_prefixes: Pt(e, 'path_hash_prefixes', t) } : {}),
    };
  }
  function zs(e, t) {
    let r = M(e, 'bit_length', t, 1);
    if (r > 32) throw k(t, `has ${r} as "bit_length", above 32`);
    return { ...e, ...Ut(e, t), bit_length: r, name_prefix: pn(P(e, 'name_prefix', t), t) };
  }
  function pn(e, t) {
    if (e === '' || Nr.some((r) => r === e)) throw k(t, `delegates to "${e}"`);
    return e;
  }
  function mn(e, t) {
    let { roles: r, succinct_roles: n } = e;
    if (n === void 0) return (r == null ? void 0 : r.find((i) => i.name === t)) ?? null;
    let o = t.slice(n.name_prefix.length + 1),
      s = /^[0-9a-f]+$/.test(o) ? Number.parseInt(o, 16) : -1;
    return s >= 0 && s < 2 ** n.bit_length && yn(n, s) === t ? n : null;
  }
  async function hn(e, t) {
    let r = E(await _(x(t))),
      { roles: n, succinct_roles: o } = e;
    if (o !== void 0) {
      let a = Math.floor(Number.parseInt(r.slice(0, 8), 16) / 2 ** (32 - o.bit_length));
      return [{ name: yn(o, a), terminating: !0 }];
    }
    let s = (n ?? []).filter((a) => {
        var c, l;
        return (
          ((c = a.paths) == null ? void 0 : c.some((u) => fn(u, t))) ??
          ((l = a.path_hash_prefixes) == null ? void 0 : l.some((u) => r.startsWith(u))) ??
          !1
        );
      }),
      i = s.findIndex(({ terminating: a }) => a);
    return i < 0 ? s : s.slice(0, i + 1);
  }
  function yn(e, t) {
    let r = Math.ceil(e.bit_length / 4);
    return `${e.name_prefix}-${t.toString(16).padStart(r, '0')}`;
  }
  var qs = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' },
    gn = ['sha256', 'sha384', 'sha512'],
    Vt = (e, t) =>
      q(e, 'meta', t, (r) => ({
        ...r,
        version: M(r, 'version', t, 1),
        ...(g(r, 'length') === void 0 ? {} : { length: M(r, 'length', t, 0) }),
        ...(g(r, 'hashes') === void 0 ? {} : { hashes: bn(r, t) }),
      }));
  function wn(e, t) {
    let r = g(e, 'custom');
    return {
      ...e,
      length: M(e, 'length', t, 0),
      hashes: bn(e, t),
      ...(r === void 0 ? {} : { custom: R(r, t, 'custom') }),
    };
  }
  function bn(e, t) {
    let r = R(g(e, 'hashes'), t, 'hashes'),
      n = Object.keys(r);
    if (n.length === 0) throw k(t, 'has no hash in "hashes"');
    return Object.fromEntries(n.map((o) => [o, P(r, o, t)]));
  }
  function xn(e) {
    for (let t of gn) {
      let r = g(e, t);
      if (r !== void 0) return r;
    }
    return null;
  }
  async function vt(e, t, r, n) {
    if (t.length !== void 0 && e.length !== t.length) {
      let s = `${r} has ${e.length} bytes instead of ${t.length}`;
      throw new p('length_mismatch', s, { role: n });
    }
    if (t.hashes === void 0) return;
    let o = gn.filter((s) => Object.hasOwn(t.hashes ?? {}, s));
    if (o.length === 0)
      throw new p('unsupported', `${r} has no hash that this program can check`, { role: n });
    for (let s of o) {
      let i = await crypto.subtle.digest(qs[s], new Uint8Array(e));
      if (E(new Uint8Array(i)) !== t.hashes[s])
        throw new p('hash_mismatch', `${r} is not the file that its ${s} names`, { role: n });
    }
  }
  async function _e(e) {
    let t = U(e, 'root', 'root', Zs);
    return (await Ht(t.signed.keys, 'root'), t);
  }
  function Zs(e) {
    let t = g(e, 'consistent_snapshot');
    if (t !== void 0 && typeof t != 'boolean') throw k('root', 'has no yes or no as "consistent_snapshot"');
    let r = q(e, 'roles', 'root', (o) => ({ ...o, ...Ut(o, 'root') })),
      n = (o) => {
        let s = g(r, o);
        if (s === void 0) throw k('root', `has no role "${o}"`);
        return s;
      };
    return {
      ...e,
      ...v(e, 'root'),
      _type: 'root',
      ...(t === void 0 ? {} : { consistent_snapshot: t }),
      keys: Bt(e, 'root'),
      roles: {
        ...r,
        root: n('root'),
        timestamp: n('timestamp'),
        snapshot: n('snapshot'),
        targets: n('targets'),
      },
    };
  }
  var Vs = /^-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PUBLIC KEY-----\s*$/,
    Js = { name: 'ECDSA', namedCurve: 'P-256' },
    Xs = { name: 'RSA-PSS', hash: 'SHA-256' },
    Qs = 2048,
    Jt = 32;
  function kn(e) {
    var r;
    let t = (r = Vs.exec(e)) == null ? void 0 : r[1];
    return t === void 0 ? null : new Uint8Array(Kr(t.replaceAll(/[\r\n]/g, '')));
  }
  async function Tn(e, t, r) {
    let n = kn(e),
      o = ti(r);
    if (n === null || o === null) return !1;
    let s = await crypto.subtle.importKey('spki', n, Js, !1, ['verify']);
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, s, o, new Uint8Array(t));
  }
  async function Sn(e, t, r) {
    let n = kn(e);
    if (n === null) return !1;
    let o = await crypto.subtle.importKey('spki', n, Xs, !1, ['verify']);
    if (!('modulusLength' in o.algorithm) || Number(o.algorithm.modulusLength) < Qs) return !1;
    let s = { name: 'RSA-PSS', saltLength: 32 };
    return crypto.subtle.verify(s, o, new Uint8Array(r), new Uint8Array(t));
  }
  function ti(e) {
    if (e[0] !== 48 || e[1] !== e.length - 2) return null;
    let t = An(e, 2),
      r = t === null ? null : An(e, t.end);
    if (t === null || r === null || r.end !== e.length) return null;
    let n = new Uint8Array(Jt * 2);
    return (n.set(t.bytes, Jt - t.bytes.length), n.set(r.bytes, Jt * 2 - r.bytes.length), n);
  }
  function An(e, t) {
    let r = e[t + 1] ?? 0,
      n = t + 2 + r,
      o = e.subarray(t + 2, n),
      [s = 128, i = 0] = o;
    if (e[t] !== 2 || o.length !== r || s >= 128) return null;
    let a = s === 0;
    if (a && i < 128) return null;
    let c = a ? o.subarray(1) : o;
    return c.length > Jt ? null : { bytes: c, end: n };
  }
  async function dt(e, t, { keyids: r, threshold: n }, o) {
    let s = new Set();
    for (let { keyid: a, sig: c } of e.signatures) {
      let l = r.includes(a) ? g(o, a) : void 0;
      if (
        (l !== void 0 && (await ei(l, e.message, c)) && s.add(`${l.scheme} ${l.keyval.public}`), s.size >= n)
      )
        return;
    }
    let i = `The ${t} metadata has ${s.size} of the ${n} signatures it needs`;
    throw new p('unsigned', i, { role: t });
  }
  async function ei(e, t, r) {
    let { keytype: n, scheme: o, keyval: s } = e,
      i = En(r);
    if (i === null) return !1;
    if (n === 'ed25519' && o === 'ed25519') {
      let a = En(s.public);
      return a !== null && un(a, t, i);
    }
    try {
      if (n === 'ecdsa' && o === 'ecdsa-sha2-nistp256') return await Tn(s.public, t, i);
      if (n === 'rsa' && o === 'rsassa-pss-sha256') return await Sn(s.public, t, i);
    } catch {
      return !1;
    }
    return !1;
  }
  function En(e) {
    try {
      return At(e);
    } catch {
      return null;
    }
  }
  var $e = (e) => U(e, 'snapshot', 'snapshot', ri),
    ri = (e, t) => ({ ...e, ...v(e, t), _type: 'snapshot', meta: Vt(e, t) });
  async function Rn(e, t) {
    var n;
    let r = U(e, t, 'targets', ni);
    return (await Ht(((n = r.signed.delegations) == null ? void 0 : n.keys) ?? {}, t), r);
  }
  function ni(e, t) {
    let r = g(e, 'delegations');
    return {
      ...e,
      ...v(e, t),
      _type: 'targets',
      targets: q(e, 'targets', t, (n) => wn(n, t)),
      ...(r === void 0 ? {} : { delegations: dn(r, t) }),
    };
  }
  var Fe = (e) => U(e, 'timestamp', 'timestamp', oi);
  function oi(e, t) {
    let r = Vt(e, t),
      n = g(r, 'snapshot.json');
    if (n === void 0 || Object.keys(r).length !== 1) throw k(t, 'does not describe "snapshot.json" alone');
    return { ...e, ...v(e, t), _type: 'timestamp', meta: { 'snapshot.json': n } };
  }
  async function Pn(e) {
    let t = await _e(e.root);
    return (
      await dt(t, 'root', t.signed.roles.root, t.signed.keys),
      new Le(t.signed, e.now, e.expiry ?? 'strict')
    );
  }
  var Le = class {
    now;
    #t;
    #e;
    #r = !1;
    #s = !1;
    #n = null;
    #o = null;
    #i = new Map();
    #c = null;
    #a = null;
    constructor(t, r, n) {
      ((this.#e = t), (this.now = r), (this.#t = n === 'strict'));
    }
    get trusted() {
      return { root: this.#e, timestamp: this.#n, snapshot: this.#o, roles: this.#i };
    }
    get expired() {
      return [['root', this.#e], ['timestamp', this.#n], ['snapshot', this.#o], ...this.#i].flatMap(
        ([r, n]) => (n !== null && be(n, this.now) ? [r] : []),
      );
    }
    get rotated() {
      return this.#s;
    }
    async root(t) {
      if (this.#r) throw pt('root', 'comes after the timestamp');
      let r = await _e(t);
      return (
        await dt(r, 'root', this.#e.roles.root, this.#e.keys),
        await dt(r, 'root', r.signed.roles.root, r.signed.keys),
        Ce('root', r.signed.version, this.#e.version + 1),
        (this.#s ||= ['timestamp', 'snapshot'].some((n) =>
          this.#e.roles[n].keyids.some((o) => !r.signed.roles[n].keyids.includes(o)),
        )),
        (this.#e = r.signed),
        r.signed
      );
    }
    finishRoot() {
      return (this.#u('root', this.#e), (this.#r = !0), this.#e);
    }
    async remember(t, r) {
      if (this.#s) return !1;
      try {
        return (t === 'timestamp' ? (this.#c = await this.#l(Fe(r))) : (this.#a = await this.#l($e(r))), !0);
      } catch (n) {
        if (n instanceof p) return !1;
        throw n;
      }
    }
    async timestamp(t) {
      if (this.#o !== null) throw pt('timestamp', 'comes after the snapshot');
      this.finishRoot();
      let r = await this.#l(Fe(t)),
        n = this.#n ?? this.#c;
      if (n !== null) {
        Ie('timestamp', r.version, n.version);
        let [i, a] = [n.meta['snapshot.json'].version, r.meta['snapshot.json'].version];
        r.version !== n.version && Ie('timestamp', a, i, 'a snapshot of version');
      }
      let o = (n == null ? void 0 : n.version) === r.version,
        s = o ? n : r;
      return (this.#u('timestamp', s), (this.#n = s), o ? 'same' : 'new');
    }
    async snapshot(t) {
      if (this.#n === null) throw pt('snapshot', 'comes before the timestamp');
      if (this.#i.size > 0) throw pt('snapshot', 'comes after the targets');
      let r = this.#n.meta['snapshot.json'];
      await vt(t, r, 'The snapshot metadata', 'snapshot');
      let n = await this.#l($e(t));
      (Ce('snapshot', n.version, r.version),
        this.#a !== null && si(this.#a, n),
        this.#u('snapshot', n),
        (this.#o = n));
    }
    async targets(t) {
      return this.#f(t, 'targets', this.#e.roles.targets, this.#e.keys);
    }
    async delegated(t, r, n) {
      let o = this.#i.get(n);
      if (o === void 0) throw pt(r, `comes before its parent "${n}"`);
      let { delegations: s } = o,
        i = s === void 0 ? null : mn(s, r);
      if (s === void 0 || i === null)
        throw new p('not_delegated', `The role "${n}" does not delegate to "${r}"`, { role: r });
      return this.#f(t, r, i, s.keys);
    }
    async #f(t, r, n, o) {
      if (this.#o === null) throw pt(r, 'comes before the snapshot');
      let s = g(this.#o.meta, `${r}.json`);
      if (s === void 0)
        throw new p('not_delegated', `The snapshot does not list the role "${r}"`, { role: r });
      await vt(t, s, `The ${r} metadata`, r);
      let i = await Rn(t, r);
      return (
        await dt(i, r, n, o),
        Ce(r, i.signed.version, s.version),
        this.#u(r, i.signed),
        this.#i.set(r, i.signed),
        i.signed
      );
    }
    async #l(t) {
      let r = t.signed._type;
      return (await dt(t, r, this.#e.roles[r], this.#e.keys), t.signed);
    }
    #u(t, r) {
      if (!(!this.#t || !be(r, this.now)))
        throw new p('expired', `The ${t} metadata expired at ${r.expires}`, { role: t });
    }
  };
  function si(e, t) {
    for (let [r, n] of Object.entries(e.meta)) {
      let o = g(t.meta, r);
      if (o === void 0)
        throw new p('rollback', `The snapshot metadata lists "${r}" no more`, { role: 'snapshot' });
      Ie('snapshot', o.version, n.version, `"${r}" of version`);
    }
  }
  function Ie(e, t, r, n = 'version') {
    if (!(t >= r)) throw new p('rollback', `The ${e} metadata has ${n} ${t}, after ${r}`, { role: e });
  }
  function Ce(e, t, r) {
    if (t === r) return;
    let n = `The ${e} metadata has version ${t} instead of ${r}`;
    throw new p(t < r ? 'rollback' : 'wrong_version', n, { role: e });
  }
  var pt = (e, t) =>
    new p('out_of_order', `The ${e} metadata ${t}; follow the client workflow of TUF`, { role: e });
  async function D(e, t, r, n) {
    let o;
    try {
      o = await e(t, r);
    } catch (s) {
      throw s instanceof p
        ? new p(s.code, s.message, { role: n, cause: s })
        : new p('unreachable', `The repository did not give "${t}"; try a mirror`, { role: n, cause: s });
    }
    if (o !== null && o.length > r) throw ii(t, r);
    return o;
  }
  async function J(e, t, r, n) {
    let o = await D(e, t, r, n);
    if (o === null) throw new p('missing', `The repository has no "${t}"; try a mirror`, { role: n });
    return o;
  }
  var ii = (e, t) => new p('too_long', `"${e}" is longer than ${t} bytes; try a mirror`);
  var j = { root: 512e3, timestamp: 16384, snapshot: 2e6, targets: 5e6, roots: 256, delegations: 32 };
  async function Un(e) {
    let { fetch: t, store: r } = e,
      n = await ai(e),
      o = { trust: n, fetch: t, store: r, limits: { ...j, ...e.limits } };
    return (await ci(o), await li(o), await ui(o), await Me(o, 'targets', (s) => n.targets(s)), n);
  }
  async function ai(e) {
    let { now: t, store: r, root: n } = e,
      o = async (i) => Pn({ root: i, now: t, ...(e.expiry === void 0 ? {} : { expiry: e.expiry }) }),
      s = await r.read('root');
    if (s === null) {
      if (n === void 0)
        throw new p('missing', 'There is no trusted root to start from; pass one as "root"', {
          role: 'root',
        });
      let i = await o(n);
      return (await r.write('root', n), i);
    }
    try {
      return await o(s);
    } catch (i) {
      if (n === void 0 || !(i instanceof p)) throw i;
      return o(n);
    }
  }
  async function ci({ trust: e, fetch: t, store: r, limits: n }) {
    for (let o = 0; o < n.roots; o++) {
      let s = `${e.trusted.root.version + 1}.root.json`,
        i = await D(t, s, n.root, 'root');
      if (i === null) break;
      (await e.root(i),
        e.rotated && (await r.remove('timestamp'), await r.remove('snapshot')),
        await r.write('root', i));
    }
    e.finishRoot();
  }
  async function li({ trust: e, fetch: t, store: r, limits: n }) {
    let o = await r.read('timestamp');
    o !== null && (await e.remember('timestamp', o));
    let s = await J(t, 'timestamp.json', n.timestamp, 'timestamp');
    (await e.timestamp(s)) === 'new' && (await r.write('timestamp', s));
  }
  async function ui({ trust: e, fetch: t, store: r, limits: n }) {
    var c;
    let o = await r.read('snapshot');
    if (o !== null && (await Ne(e.snapshot(o)))) return;
    o !== null && (await e.remember('snapshot', o));
    let s = (c = e.trusted.timestamp) == null ? void 0 : c.meta['snapshot.json'],
      i = vn(e, 'snapshot', s),
      a = await J(t, i, (s == null ? void 0 : s.length) ?? n.snapshot, 'snapshot');
    (await e.snapshot(a), await r.write('snapshot', a));
  }
  async function Me({ trust: e, fetch: t, store: r, limits: n }, o, s) {
    var f;
    let i = ((f = e.trusted.snapshot) == null ? void 0 : f.meta) ?? {},
      a = Object.hasOwn(i, `${o}.json`) ? i[`${o}.json`] : void 0;
    if (a === void 0) throw new p('not_delegated', `The snapshot does not list the role "${o}"`, { role: o });
    let c = await r.read(o);
    if (c !== null)
      try {
        return await s(c);
      } catch (h) {
        if (!(h instanceof p)) throw h;
      }
    let l = await J(t, vn(e, o, a), a.length ?? n.targets, o),
      u = await s(l);
    return (await r.write(o, l), u);
  }
  async function Ne(e) {
    try {
      return (await e, !0);
    } catch (t) {
      if (t instanceof p) return !1;
      throw t;
    }
  }
  function vn(e, t, r) {
    let n = `${encodeURIComponent(t)}.json`;
    return e.trusted.root.consistent_snapshot === !0 && r !== void 0 ? `${r.version}.${n}` : n;
  }
  async function On(e) {
    var c;
    let { trust: t, path: r, fetch: n, store: o } = e,
      s = { trust: t, fetch: n, store: o, limits: { ...j, ...e.limits } },
      i = new Set(),
      a = [{ name: 'targets', parent: null }];
    for (; i.size <= s.limits.delegations;) {
      let l = a.pop();
      if (l === void 0) return null;
      if (i.has(l.name)) continue;
      i.add(l.name);
      let u = await fi(s, l),
        f = g(u.targets, r);
      if (f !== void 0) return { path: r, file: f, role: l.name };
      if (u.delegations === void 0) continue;
      let h = await hn(u.delegations, r);
      (((c = h.at(-1)) == null ? void 0 : c.terminating) === !0 && (a.length = 0),
        a.push(...h.map(({ name: y }) => ({ name: y, parent: l.name })).reverse()));
    }
    return null;
  }
  async function fi(e, t) {
    let { name: r, parent: n } = t;
    return Me(e, r, async (o) => (n === null ? e.trust.targets(o) : e.trust.delegated(o, r, n)));
  }
  var Ke = (e, t) => vt(t, e.file, `The target "${e.path}"`, e.role);
  async function _n(e) {
    let { trust: t, target: r, fetch: n } = e,
      o = di(r, t.trusted.root.consistent_snapshot === !0),
      s = await J(n, o, r.file.length, r.role);
    return (await Ke(r, s), s);
  }
  function di({ path: e, file: t, role: r }, n) {
    let o = e.split('/');
    if (o.some((a) => a === '' || a === '.' || a === '..'))
      throw new p('malformed', `The target path "${e}" leads out of the folder of targets`, { role: r });
    let s = o.pop() ?? '',
      i = n ? xn(t.hashes) : '';
    if (i === null)
      throw new p('unsupported', `The target "${e}" has no hash that this program can check`, { role: r });
    return [...o, n ? `${i}.${s}` : s].map(encodeURIComponent).join('/');
  }
  var De = 'edition/tuf/',
    $n = 'edition/tuf/targets/',
    Fn = 'edition.json',
    Cn = 'press';
  var Be = 'edition/bundle';
  var Ot = (e, t) => `${De}${t}.${e}.json`;
  function He(e, t) {
    return t === 0 ? 'edition/n/root.node' : `edition/n/${pi(E(e).slice(0, t))}.node`;
  }
  function je(e) {
    let t = E(e);
    return `edition/u/${t.slice(0, 2)}/${t.slice(2, 4)}/${t}.unit`;
  }
  var We = (e) => `edition/o/${e.slice(0, 2)}/${e}`;
  var pi = (e) => (e.match(/..?/g) ?? []).join('/');
  var Ge = 'mirrors.json',
    Xt = 65536,
    Ln = 200,
    In = (e) => x(et(e));
  function Qt(e) {
    if (e.length > Xt) throw new m('too_long', 'The list of mirrors is too long');
    let t = mi(e);
    if (t._type !== 'mirrors') throw W('is something else');
    if (t.format !== 1)
      throw new m('newer_format', 'This list of mirrors has a newer layout; use a newer Longwave');
    let { version: r, mirrors: n } = t;
    if (typeof r != 'number' || !Number.isSafeInteger(r) || r < 1) throw W('has no version of at least 1');
    if (!Array.isArray(n) || n.length > Ln) throw W(`does not hold at most ${Ln} mirrors`);
    let o = { ...t, _type: 'mirrors', format: 1, version: r, origin: Mn(t.origin), mirrors: n.map(hi) },
      s = o.mirrors.map(({ address: i }) => i);
    if (new Set(s).size < s.length) throw W('names a mirror twice');
    if (!L(In(o), e)) throw W('is not in the compact form');
    return o;
  }
  function mi(e) {
    let t;
    try {
      t = z(e, 'mirrors');
    } catch (r) {
      throw new m('malformed', 'The list of mirrors is not JSON in UTF-8', { cause: r });
    }
    if (typeof t != 'object' || t === null || Array.isArray(t)) throw W('is no object');
    return { ...t };
  }
  function hi(e) {
    if (typeof e != 'object' || e === null || Array.isArray(e)) throw W('holds something that is no mirror');
    let t = { ...e },
      { use: r } = t;
    if (r !== 'entry' && r !== 'data') throw W('holds a mirror of a use that is not known');
    return { ...t, address: Mn(t.address), use: r };
  }
  function Mn(e) {
    let t = Nn(e);
    if (t !== null || typeof e != 'string') throw W(`has an address that ${t}`);
    return e;
  }
  function Nn(e) {
    if (typeof e != 'string') return 'is no text';
    if (!URL.canParse(e)) return 'is no full address; write it like https://mirror.example/';
    let t = new URL(e);
    return t.protocol !== 'https:' && t.protocol !== 'http:'
      ? 'begins with neither https:// nor http://'
      : t.username !== '' || t.password !== ''
        ? 'holds a name or a password'
        : t.search !== '' || t.hash !== ''
          ? 'holds a query or a fragment'
          : t.pathname.endsWith('/')
            ? t.href === e
              ? null
              : `is not written as browsers write it, "${t.href}"`
            : 'does not end in "/"';
  }
  var W = (e) => new m('malformed', `The list of mirrors ${e}`);
  var Ye = 16384,
    yi = /^[0-9a-f]{64}$/,
    gi = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    wi = (e) => x(et(e));
  function _t(e) {
    if (e.length > Ye) throw st('is too long');
    let t = bi(e);
    if (t._type !== 'edition') throw st('is something else');
    if (t.format !== 1) throw new m('newer_format', 'This edition has a newer layout; use a newer Longwave');
    let r = {
      ...t,
      _type: 'edition',
      format: 1,
      number: te(t, 'number', 1),
      previous: Kn(t, 'previous'),
      tree: Dn(t, 'tree'),
      units: te(t, 'units', 0),
      files: te(t, 'files', 0),
      bytes: te(t, 'bytes', 0),
      published: xi(t, 'published'),
      change: Kn(t, 'change'),
    };
    if (!L(wi(r), e)) throw st('is not in the compact form');
    return r;
  }
  function bi(e) {
    let t;
    try {
      t = z(e, 'record');
    } catch (r) {
      throw new m('malformed', 'The record of the edition is not JSON in UTF-8', { cause: r });
    }
    if (typeof t != 'object' || t === null || Array.isArray(t)) throw st('is no object');
    return { ...t };
  }
  function te(e, t, r) {
    let n = e[t];
    if (typeof n == 'number' && Number.isSafeInteger(n) && n >= r) return n;
    throw st(`has no integer of at least ${r} as "${t}"`);
  }
  function Dn(e, t) {
    let r = e[t];
    if (typeof r == 'string' && yi.test(r)) return r;
    throw st(`has no hash as "${t}"`);
  }
  var Kn = (e, t) => (e[t] === null ? null : Dn(e, t));
  function xi(e, t) {
    let r = e[t];
    if (typeof r == 'string' && gi.test(r) && !Number.isNaN(Date.parse(r))) return r;
    throw st(`has no date and time in UTC as "${t}"`);
  }
  var st = (e) => new m('malformed', `The record of the edition ${e}`);
  async function ee(e, t) {
    let n = new Blob([new Uint8Array(e)]).stream().pipeThrough(new DecompressionStream('gzip')).getReader(),
      o = [],
      s = 0;
    try {
      for (;;) {
        let { done: c, value: l } = await n.read();
        if (c) break;
        if (((s += l.length), s > t)) throw new m('too_long', `Packed bytes hold more than ${t} bytes`);
        o.push(l);
      }
    } catch (c) {
      throw (
        await n.cancel().catch(() => {}),
        c instanceof m ? c : new m('malformed', 'Packed bytes are not whole gzip', { cause: c })
      );
    }
    let i = new Uint8Array(s),
      a = 0;
    for (let c of o) (i.set(c, a), (a += c.length));
    return i;
  }
  var Ft = { packed: 16384, unpacked: 65536 },
    Bn = 64;
  var Ai = (e) => ({ signature: e.subarray(0, Bn), packed: e.subarray(Bn) }),
    Hn = async (e) => ki(await ee(Ai(e).packed, Ft.unpacked));
  function ki(e) {
    if (e.length > Ft.unpacked) throw $t();
    let t;
    try {
      t = z(e, 'bundle');
    } catch (o) {
      throw $t(o);
    }
    if (typeof t != 'object' || t === null) throw $t();
    let r = new Map(Object.entries(t)),
      n = (o) => {
        if (!r.has(o)) throw $t();
        try {
          return x(et(r.get(o)));
        } catch (s) {
          throw $t(s);
        }
      };
    return { timestamp: n('timestamp'), snapshot: n('snapshot'), press: n('press'), record: n('record') };
  }
  var $t = (e) => new m('malformed', 'These bytes are no bundle of an edition', { cause: e });
  async function jn(e) {
    return E(await _(U(e, 'root', 'root', v).message));
  }
  var ze = async (e) => ('root' in e ? jn(e.root) : e.fingerprint.toLowerCase());
  async function Wn(e, t) {
    if ('root' in e) return e.root;
    let r = await ze(e),
      n = await J(t, Ot('root', 1), j.root, 'root');
    for (let o = 1; n !== null && o <= j.roots; o++) {
      if ((await jn(n)) === r) return n;
      n = await D(t, Ot('root', o + 1), j.root, 'root');
    }
    throw new p('missing', `No root here has the fingerprint "${r}"; this is not that paper`, {
      role: 'root',
    });
  }
  function Gn(e) {
    let t = e.longwave;
    return typeof t == 'object' && t !== null && 'sample' in t && t.sample === !0;
  }
  var B = { node: 2048, unit: 262144, page: 4194304, file: 1073741824 },
    Ti = 512;
  function Ze(e) {
    let t = new Map();
    return (r, n) => {
      let o = t.get(r);
      if (o !== void 0) return o;
      let s = Si(e, r, n);
      return (s.catch(() => {}), t.set(r, s), s);
    };
  }
  async function Si(e, t, r) {
    try {
      return await D(e, t, r, 'edition');
    } catch (n) {
      if (n instanceof p && n.code === 'too_long') return new Uint8Array(0);
      throw n;
    }
  }
  async function zn(e) {
    return (tt(e), (await _(x(ct(e)))).subarray(0, I));
  }
  function Ei(e) {
    let t = 0;
    for (let r = e; r > St * 0.75; r /= 16) t += 1;
    return t;
  }
  async function Ve(e, t, r, n) {
    let o = await zn(t),
      s = At(r.tree),
      i = 0;
    for (; s !== null; i++) {
      let a = n.get(E(s));
      if (a === void 0) break;
      let c = lt(a);
      if (c.kind === 'leaf') return;
      s = c.children[Y(o, i)] ?? null;
    }
    if (s !== null) {
      for (let a = Ei(r.units); i <= a; i++) e(He(o, i), B.node);
      e(je(o), B.unit);
    }
  }
  async function qn(e, t, r, n) {
    let o = await zn(t),
      s = At(e.tree),
      i = [];
    for (let [a, c] = [s, 0]; a !== null; c++) {
      if (c > Et) throw new m('malformed', 'The tree is deeper than any tree can be');
      let l = await Yn(a, He(o, c), B.node, r, n);
      i.push(l);
      let u = lt(l);
      if (u.kind === 'branch') {
        a = u.children[Y(o, c)] ?? null;
        continue;
      }
      for (let f of Kt(u.records, o)) i.push(await Yn(f, je(o), B.unit, r, n));
      break;
    }
    return Fr(s, t, i);
  }
  async function Yn(e, t, r, n, o) {
    let s = E(e),
      i = o.get(s);
    if (i !== void 0) return (o.delete(s), o.set(s, i), i);
    for (let c of [t, We(s)]) {
      let l = await n(c, r);
      if (!(l === null || !L(await _(l), e))) {
        o.set(s, l);
        for (let u of o.keys()) o.size > Ti && o.delete(u);
        return l;
      }
    }
    throw (await n(t, r)) !== null
      ? new m('hash_mismatch', `"${t}" is not the part of the edition that should stand there`)
      : new m('missing', `"${t}" is not there; try a mirror`);
  }
  async function Zn(e, t, r) {
    if (e.size > B.file || e.stored > B.file)
      throw new m('too_long', `"${e.path}" is too long to be read as one`);
    let n = [() => Ri(e, t, r), () => Pi(e, t)];
    e.gzip && !r && n.reverse();
    let o = !1;
    for (let s of n) {
      let i = await s();
      if (i instanceof Uint8Array) return i;
      o ||= i === 'wrong';
    }
    throw o
      ? new m('hash_mismatch', `"${e.path}" was altered on the way; try a mirror`)
      : new m('missing', `"${e.path}" is not there; try a mirror`);
  }
  async function Ri(e, t, r) {
    let n = r && e.size <= B.page ? B.page : e.size;
    return qe(await t(e.path, n), e.raw, e.size);
  }
  async function Pi(e, t) {
    let r = await qe(await t(We(e.object), e.stored), e.object, e.stored);
    return !(r instanceof Uint8Array) || !e.gzip ? r : qe(await ee(r, e.size), e.raw, e.size);
  }
  async function qe(e, t, r) {
    return e === null ? 'missing' : e.length === r && E(await _(e)) === t ? e : 'wrong';
  }
  async function re(e) {
    let t = await Ui(e),
      r = (o, s) => t.get(o) ?? e.fetch(o, s),
      n = vi(r);
    try {
      return await Vn({ ...e, fetch: r }, n.take);
    } catch (o) {
      if (!n.used() || !(o instanceof p || o instanceof m)) throw o;
      return Vn(e, () => Promise.resolve(null));
    }
  }
  async function Ui(e) {
    let { fetch: t, first: r, store: n } = e,
      o = await Jn(n);
    if (o === null) return new Map();
    let s = Ot('root', o + 1),
      i = [[s, j.root]];
    r === 'bundle' && i.push([Be, Ft.packed]);
    let a = i.map(([c, l]) => {
      let u = D(t, c, l, c === s ? 'root' : 'timestamp');
      return (u.catch(() => {}), [c, u]);
    });
    return new Map(a);
  }
  function vi(e) {
    let t = null,
      r = !1;
    return {
      used: () => r,
      async take(n) {
        t ??= Oi(e);
        let o = await t;
        return ((r ||= o !== null), (o == null ? void 0 : o[n]) ?? null);
      },
    };
  }
  async function Oi(e) {
    try {
      let t = await D(e, Be, Ft.packed, 'timestamp');
      return t === null ? null : await Hn(t);
    } catch (t) {
      if (t instanceof m || t instanceof p) return null;
      throw t;
    }
  }
  async function Vn(e, t) {
    let { fetch: r, first: n, known: o, now: s, store: i } = e,
      a = async (y, w) =>
        (y === 'timestamp.json' && n === 'time' ? null : await _i(y, t)) ?? r(`${De}${y}`, w),
      c = await Jn(i),
      l = await Un({
        ...(c === null ? { root: await Wn(e.anchor, r) } : {}),
        now: s,
        fetch: a,
        store: i,
        expiry: 'report',
      }),
      u = await On({ trust: l, path: Fn, fetch: a, store: i });
    if (u === null) throw new p('missing', 'Nobody who may has signed an edition here');
    if (u.file.length > Ye)
      throw new p('too_long', 'The record of the edition is longer than any can be', { role: u.role });
    for (let y of [() => Promise.resolve(o), () => t('record')]) {
      let w = await y();
      if (w !== null && (await Ne(Ke(u, w)))) return { trust: l, record: _t(w), bytes: w };
    }
    let h = await _n({ trust: l, target: u, fetch: (y, w) => r(`${$n}${y}`, w) });
    return { trust: l, record: _t(h), bytes: h };
  }
  async function _i(e, t) {
    if (e === 'timestamp.json') return t('timestamp');
    let [, r, n] = /^(\d+)\.(snapshot|press)\.json$/.exec(e) ?? [];
    if (n !== 'snapshot' && n !== Cn) return null;
    let o = await t(n);
    return o === null || String(Xn(o, n)) !== r ? null : o;
  }
  async function Jn(e) {
    let t = await e.read('root');
    try {
      return t === null ? null : Xn(t, 'root');
    } catch (r) {
      if (r instanceof p) return null;
      throw r;
    }
  }
  var Xn = (e, t) => U(e, t, t === 'press' ? 'targets' : t, v).signed.version;
  var $i = ['root', 'timestamp', 'snapshot', 'targets', 'press', 'record'],
    ne = 'shown';
  async function Je(e) {
    let t = await e.read(ne);
    if (t === null) return null;
    try {
      return Fi(JSON.parse(G(t)));
    } catch (r) {
      if (r instanceof m || r instanceof SyntaxError) return null;
      throw r;
    }
  }
  function Fi(e) {
    let t = new Map(typeof e == 'object' && e !== null ? Object.entries(e) : []),
      r = (n) => {
        let o = t.get(n);
        if (typeof o != 'string') throw new m('malformed', 'What a reader kept was damaged');
        return x(o);
      };
    return {
      root: r('root'),
      timestamp: r('timestamp'),
      snapshot: r('snapshot'),
      targets: r('targets'),
      press: r('press'),
      record: r('record'),
    };
  }
  async function Qn(e, t) {
    let r = [['record', G(t)]];
    for (let n of $i) {
      let o = n === 'record' ? null : await e.read(n);
      o !== null && r.push([n, G(o)]);
    }
    await e.write(ne, x(JSON.stringify(Object.fromEntries(r))));
  }
  function to(e, t) {
    let r = (s) => Promise.resolve(s.endsWith('/timestamp.json') ? e.timestamp : null),
      n = new Map(Object.entries(e)),
      o = {
        read: (s) => Promise.resolve(n.get(s) ?? null),
        write: () => Promise.resolve(),
        remove: () => Promise.resolve(),
      };
    return re({ anchor: { root: e.root }, fetch: r, store: o, now: t, known: e.record, first: 'time' });
  }
  function oe(e) {
    return new Xe(e);
  }
  var Xe = class {
      #t;
      #e;
      #r = null;
      constructor(t) {
        ((this.#t = t), (this.#e = t.known ?? new Map()));
      }
      async update(t = 'time') {
        let { anchor: r, memory: n } = this.#t;
        await this.#n();
        let o = await Je(this.#t.memory),
          s = { requests: 0, bytes: 0 },
          a = await re({
            anchor: r,
            fetch: async (l, u) => {
              s.requests += 1;
              let f = await this.#t.fetch(l, u);
              return ((s.bytes += (f == null ? void 0 : f.length) ?? 0), f);
            },
            store: n,
            now: await this.#o(),
            known: (o == null ? void 0 : o.record) ?? null,
            first: o === null ? 'bundle' : t,
          }),
          c = o === null ? null : _t(o.record);
        return (
          c !== null && Ii(c, a, o),
          await Qn(n, a.bytes),
          (this.#r = a.record),
          { ...ro(a), news: (c == null ? void 0 : c.number) !== a.record.number, ...s }
        );
      }
      async recall() {
        await this.#n();
        let t = await Je(this.#t.memory);
        if (t === null) return null;
        try {
          let r = await to(t, await this.#o());
          return ((this.#r ??= r.record), ro(r));
        } catch (r) {
          if (r instanceof p || r instanceof m) return null;
          throw r;
        }
      }
      async open(t, r = this.#t.fetch) {
        return (this.#r === null && (await this.recall()), this.#s(t, Ze(r), !1));
      }
      async visit(t, { page: r = !0 } = {}) {
        this.#r === null && (await this.recall());
        let n = Ze(this.#t.fetch);
        return (
          this.#r !== null && (await Ve(n, t, this.#r, new Map()), r && n(t, B.page)),
          { update: await this.update('bundle'), file: await this.#s(t, n, r) }
        );
      }
      async #s(t, r, n) {
        let o = this.#r;
        if (o === null) throw new m('missing', 'No edition is known yet; update before opening a page');
        await Ve(r, t, o, this.#e);
        let s = await qn(o, t, r, this.#e);
        if (s === null) return null;
        let i = await Zn(s, r, n),
          a = s.status ?? (s.redirect === void 0 ? 200 : 301);
        return { entry: s, bytes: i, status: a, redirect: s.redirect ?? null };
      }
      async #n() {
        let { anchor: t, memory: r } = this.#t,
          n = x(await ze(t)),
          o = await r.read(eo);
        if (!(o !== null && L(o, n))) {
          for (let s of [ne, ...Ci]) await r.remove(s);
          await r.write(eo, n);
        }
      }
      async #o() {
        let { memory: t, now: r } = this.#t,
          n = await t.read('timestamp');
        if (n === null) return r();
        try {
          let { signed: o } = U(n, 'timestamp', 'timestamp', v);
          return Math.max(r(), no(o) ?? 0);
        } catch (o) {
          if (o instanceof p) return r();
          throw o;
        }
      }
    },
    eo = 'anchor',
    Ci = ['root', 'timestamp', 'snapshot', 'targets', 'press'];
  function ro({ trust: e, record: t }) {
    let { root: r, timestamp: n } = e.trusted,
      { expired: o } = e,
      s = Date.parse(t.published);
    return {
      record: t,
      fresh: o.length === 0,
      expired: o,
      confirmedAt: n === null ? s : Li(t, n),
      sample: Gn(r),
    };
  }
  var Li = (e, t) => Math.max(Date.parse(e.published), no(t) ?? 0);
  function no({ version: e, expires: t }) {
    let r = e * 1e3;
    return r < Date.parse(t) ? r : null;
  }
  function Ii(e, t, r) {
    var o;
    if (t.record.number >= e.number || r === null) return;
    let { version: n } = U(r.targets, 'targets', 'targets', v).signed;
    if (!((((o = t.trust.trusted.roles.get('targets')) == null ? void 0 : o.version) ?? 0) > n))
      throw new p('rollback', `The edition has number ${t.record.number}, after ${e.number}`);
  }
  var mt = 'longwave-kept',
    Qe = 'x-longwave-title',
    tr = 'x-longwave-at',
    er = 'x-longwave-of',
    oo = 'x-longwave-standing',
    se = class {
      #t;
      constructor(t) {
        this.#t = t;
      }
      async put(t, r, n) {
        let o = await this.#t.open(mt),
          s = {
            'content-type': n.type,
            [tr]: String(n.at),
            [Qe]: encodeURIComponent(n.title),
            [er]: r,
            [oo]: encodeURIComponent(JSON.stringify(n.standing)),
          };
        await o.put(t, new Response(new Uint8Array(n.bytes), { headers: s }));
      }
      async get(t) {
        let r = await (await this.#t.open(mt)).match(t);
        if (r === void 0) return null;
        let { headers: n } = r;
        return {
          bytes: new Uint8Array(await r.arrayBuffer()),
          type: n.get('content-type') ?? '',
          at: Number(n.get(tr)),
          title: decodeURIComponent(n.get(Qe) ?? ''),
          standing: JSON.parse(decodeURIComponent(n.get(oo) ?? '')),
        };
      }
      async list() {
        var n;
        let t = await this.#t.open(mt),
          r = [];
        for (let { url: o } of await t.keys()) {
          let s = (n = await t.match(o)) == null ? void 0 : n.headers;
          (s == null ? void 0 : s.get(er)) === o &&
            r.push({ url: o, title: decodeURIComponent(s.get(Qe) ?? ''), at: Number(s.get(tr)) });
        }
        return r.sort((o, s) => s.at - o.at);
      }
      async sibling(t) {
        var s;
        let r = (s = /^.*\/media\/[^/]+\//.exec(t)) == null ? void 0 : s[0];
        if (r === void 0) return null;
        let o = (await (await this.#t.open(mt)).keys()).find((i) => i.url.startsWith(r));
        return o === void 0 ? null : this.get(o.url);
      }
      async remove(t) {
        var n;
        let r = await this.#t.open(mt);
        for (let { url: o } of await r.keys())
          ((n = await r.match(o)) == null ? void 0 : n.headers.get(er)) === t &&
            !o.includes('/assets/') &&
            (await r.delete(o));
        (await this.list()).length === 0 && (await this.clear());
      }
      async clear() {
        await this.#t.delete(mt);
      }
    };
  var ie = class {
    #t;
    #e = 0;
    constructor(t) {
      this.#t = new Map(Object.entries(t).map(([r, n]) => [r, new TextEncoder().encode(n)]));
    }
    dump() {
      return Object.fromEntries([...this.#t].map(([t, r]) => [t, new TextDecoder().decode(r)]));
    }
    layer() {
      let t = new Map(this.#t),
        r = this.#e;
      return {
        read: (n) => Promise.resolve(t.get(n) ?? null),
        write: (n, o) => Promise.resolve(void t.set(n, o)),
        remove: (n) => Promise.resolve(void t.delete(n)),
        commit: () => (r !== this.#e && Mi(t, this.#t) ? !1 : ((this.#t = t), (this.#e += 1), !0)),
      };
    }
  };
  function Mi(e, t) {
    for (let r of ['root', 'timestamp']) {
      let [n, o] = [so(e.get(r)), so(t.get(r))];
      if (n !== o) return n < o;
    }
    return !1;
  }
  function so(e) {
    if (e === void 0) return 0;
    let { signed: t } = JSON.parse(new TextDecoder().decode(e));
    return t.version;
  }
  var Ni = { ok: 0, slow: 2, stale: 3, blocked: 4, poisoned: 5 },
    Ki = 1,
    ae = class {
      #t;
      #e;
      #r;
      constructor(t) {
        ((this.#t = t.lessons), (this.#e = t.seed), (this.#r = t.now));
      }
      get lessons() {
        return this.#t;
      }
      sort(t, r, n) {
        let o = (s) => {
          let i = this.seen(s, r);
          if (i === null) {
            let a = t.indexOf(s);
            return [Ki, a < n ? a - n : Di(s, this.#e)];
          }
          return [Ni[i.state], i.state === 'ok' ? i.ms : i.hour];
        };
        return t
          .map((s) => ({ address: s, rank: o(s) }))
          .sort((s, i) => s.rank[0] - i.rank[0] || s.rank[1] - i.rank[1])
          .map(({ address: s }) => s);
      }
      seen(t, r) {
        var o;
        let n = (o = this.#t[r]) == null ? void 0 : o.seen[t];
        return n !== void 0 && this.#n() - n.hour < 24 ? n : null;
      }
      note(t, r, n, o) {
        this.#s(r).seen[t] = { state: n, ms: Math.round(o), hour: this.#n() };
      }
      curtain(t) {
        var n;
        let r = ((n = this.#t[t]) == null ? void 0 : n.curtain) ?? null;
        return r !== null && this.#n() - r < 24;
      }
      noteCurtain(t) {
        this.#s(t).curtain = this.#n();
      }
      keep(t) {
        for (let { seen: r } of Object.values(this.#t))
          for (let n of Object.keys(r)) t.includes(n) || delete r[n];
      }
      #s(t) {
        let r = this.#t[t];
        if (r !== void 0) return r;
        for (let n of Object.keys(this.#t).slice(0, -3)) delete this.#t[n];
        return (this.#t[t] = { curtain: null, seen: {} });
      }
      #n() {
        return Math.floor(this.#r() / 36e5);
      }
    };
  function Di(e, t) {
    let r = t >>> 0;
    for (let n = 0; n < e.length; n++) r = Math.imul(r ^ e.charCodeAt(n), 16777619) >>> 0;
    return ((r ^= r >>> 15), Math.imul(r, 739982445) >>> 0);
  }
  var $ = class extends Error {
      name = 'SourceError';
      trouble;
      constructor(t, r, n) {
        (super(r, n), (this.trouble = t));
      }
    },
    ao = { headers: 3e3, stall: 2e3, suspicion: 700, rate: 4096, rateAfter: 2e3 },
    co = { headers: 12e3, stall: 1e4, suspicion: 2e3, rate: 0, rateAfter: 0 },
    io = { from: 7e3, to: 24e3 };
  async function ce(e) {
    let t = new rr(e);
    try {
      t.expect(e.patience.headers, 'blocked');
      let r = await e.fetch(e.url, {
          ...Bi,
          signal: t.signal,
          ...(e.range === void 0 ? {} : { headers: { range: `bytes=${e.range.join('-')}` } }),
        }),
        { status: n } = r,
        o = r.headers.get('content-type') ?? '';
      if (n === 200 || n === 206) return { status: n, type: o, bytes: await t.read(r) };
      if ((t.end(), n === 404 || n === 403 || n === 410)) return { status: n, type: o, bytes: null };
      throw new $('blocked', `"${e.url}" is answered with ${n}`);
    } catch (r) {
      throw t.reason(r);
    } finally {
      t.end();
    }
  }
  var Bi = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error' },
    rr = class {
      #t;
      #e = new AbortController();
      #r;
      #s = () => {};
      #n = null;
      constructor(t) {
        this.#t = t;
        let { signal: r } = t;
        ((this.#r = () => this.#e.abort(r.reason)),
          r.aborted ? this.#r() : r.addEventListener('abort', this.#r));
      }
      get signal() {
        return this.#e.signal;
      }
      expect(t, r) {
        (this.#s(), (this.#s = this.#t.clock.after(t, () => this.#o(r, `kept silent for ${t} ms`))));
      }
      async read(t) {
        var u;
        let { limit: r, url: n, clock: o, patience: s } = this.#t,
          i = o.now(),
          a = [],
          c = 0,
          l = (u = t.body) == null ? void 0 : u.getReader();
        this.expect(s.stall, 'slow');
        for (
          let f = await (l == null ? void 0 : l.read());
          (f == null ? void 0 : f.value) !== void 0;
          f = await (l == null ? void 0 : l.read())
        ) {
          if ((a.push(f.value), (c += f.value.length), c > r)) return (this.#e.abort(), new Uint8Array(0));
          let h = c >= io.from && c <= io.to;
          this.expect(h ? s.suspicion : s.stall, h ? 'curtain' : 'slow');
          let y = o.now() - i;
          if (y > s.rateAfter && c < (s.rate * y) / 1e3)
            throw new $('slow', `"${n}" brings less than ${s.rate} bytes a second`);
        }
        return nr(a, c);
      }
      reason(t) {
        if (this.#n !== null) return this.#n;
        let { signal: r, url: n } = this.#t;
        return r.aborted || t instanceof $ ? t : new $('blocked', `"${n}" cannot be had`, { cause: t });
      }
      end() {
        (this.#s(), this.#t.signal.removeEventListener('abort', this.#r), this.#e.abort());
      }
      #o(t, r) {
        ((this.#n ??= new $(t, `"${this.#t.url}" ${r}`)), this.#e.abort(this.#n));
      }
    };
  function nr(e, t) {
    let r = new Uint8Array(t),
      n = 0;
    for (let o of e) (r.set(o, n), (n += o.length));
    return r;
  }
  var Ct = 6144,
    Hi = 6,
    lo = 1500,
    ji = 4;
  async function uo(e) {
    let { length: t } = e,
      r = await fo(e, 0, e.urls[0] ?? '');
    if (r === null || r.length === t) return r;
    let n = new Map([[0, r]]),
      o = e.urls.flatMap((c) => Array.from({ length: Hi }, () => c)),
      s = 1,
      i = Math.ceil(t / Ct);
    await Promise.all(
      o.slice(0, i - 1).map(async (c) => {
        for (; s < i;) {
          let l = s++;
          n.set(l, await Wi(e, l, c));
        }
      }),
    );
    let a = Array.from({ length: i }, (c, l) => n.get(l) ?? new Uint8Array(0));
    return nr(
      a,
      a.reduce((c, l) => c + l.length, 0),
    );
  }
  async function Wi(e, t, r) {
    let { signal: n, urls: o } = e,
      s = [r, ...o.filter((a) => a !== r), ...o].slice(0, ji),
      i;
    for (let a of s) {
      if (n.aborted) break;
      try {
        let c = await fo(e, t, a);
        if (c !== null) return c;
        i = new $('blocked', `"${a}" is not there`);
      } catch (c) {
        i = c;
      }
    }
    throw i;
  }
  async function fo(e, t, r) {
    let { length: n, patience: o } = e,
      s = t * Ct,
      i = Math.min(Ct, n - s),
      { bytes: a, status: c } = await ce({
        ...e,
        url: r,
        range: [s, s + i - 1],
        limit: t === 0 ? n : i,
        patience: { ...o, headers: Math.min(o.headers, lo), suspicion: lo },
      });
    if (a === null) return null;
    if (a.length === i || (t === 0 && c === 200)) return a;
    throw new $('blocked', `"${r}" gives no pieces`);
  }
  var or = [0, 400, 1200],
    po = 100,
    Gi = 800,
    ht = class extends Error {
      name = 'RaceError';
      failures;
      constructor(t) {
        (super('No place had it; see what each answered in "failures"'), (this.failures = t));
      }
    };
  function mo(e) {
    return new sr(e).run();
  }
  var sr = class {
    #t;
    #e = (t) => {};
    #r = (t) => {};
    #s;
    #n = new Set();
    #o = [];
    #i = 0;
    #c = !1;
    #a = null;
    #f = () => {};
    #l = () => {};
    constructor(t) {
      ((this.#t = t), (this.#s = t.clock.now()));
    }
    run() {
      return new Promise((t, r) => {
        ((this.#e = t), (this.#r = r), this.#u(), this.#d());
      });
    }
    #u() {
      let { sources: t, atOnce: r, attempt: n, clock: o } = this.#t;
      if (this.#c || this.#i >= t.length || this.#n.size >= r) return;
      let s = this.#i++,
        i = t[s],
        a = { source: i, since: o.now(), ending: new AbortController() };
      (this.#n.add(a),
        n(i, s, a.ending.signal).then(
          (c) => this.#h(a, c),
          (c) => this.#y(a, c),
        ),
        this.#m());
    }
    #m() {
      let { clock: t, sources: r } = this.#t;
      if ((this.#f(), this.#i >= r.length)) return;
      let n = or.length - 1,
        o = or[this.#i] ?? (or[n] ?? 0) + (this.#i - n) * po;
      this.#f = t.after(Math.max(po, o - (t.now() - this.#s)), () => {
        (this.#u(), this.#c || this.#m());
      });
    }
    #h(t, r) {
      if ((this.#n.delete(t), this.#c)) return;
      let { best: n, better: o, clock: s } = this.#t,
        { source: i } = t;
      if (n(r)) return this.#p({ source: i, got: r });
      (this.#a === null && (this.#l = s.after(Gi, () => this.#p(this.#a))),
        (this.#a === null || o(r, this.#a.got)) && (this.#a = { source: i, got: r }),
        this.#u(),
        this.#d());
    }
    #y(t, r) {
      (this.#n.delete(t), !this.#c && (this.#o.push({ source: t.source, error: r }), this.#u(), this.#d()));
    }
    #d() {
      !this.#c && this.#n.size === 0 && this.#i >= this.#t.sources.length && this.#p(this.#a);
    }
    #p(t) {
      ((this.#c = !0), this.#f(), this.#l());
      let r = this.#t.clock.now(),
        n = [...this.#n].map(({ source: s, since: i }) => ({ source: s, ms: r - i }));
      for (let { ending: s } of this.#n) s.abort();
      let o = this.#o;
      t === null ? this.#r(new ht(o)) : this.#e({ ...t, failures: o, silent: n });
    }
  };
  var Yi = 2,
    ho = { page: 10, part: 4 },
    yo = 4,
    zi = 1900,
    qi = 700,
    le = class {
      #t;
      #e;
      #r;
      #s = new Map();
      #n = new Map();
      #o;
      #i = null;
      #c = null;
      constructor(t) {
        this.#t = t;
        let { clock: r, state: n } = t;
        ((this.#e = new ie(n.trust)),
          (this.#r = new ae({ lessons: n.lessons, seed: n.seed, now: r.now })),
          (this.#o = n.list === null ? null : Qt(new TextEncoder().encode(n.list))));
      }
      get state() {
        let { seed: t } = this.#t.state,
          r = this.#o === null ? null : JSON.stringify(this.#o);
        return { trust: this.#e.dump(), list: r, lessons: this.#r.lessons, seed: t };
      }
      get list() {
        return this.#o;
      }
      get source() {
        return this.#c;
      }
      places() {
        let t = this.#t.network();
        return it({ own: this.#t.own, list: this.#o }).map((r) => {
          let n = this.#r.seen(r, t);
          return {
            address: r,
            state: (n == null ? void 0 : n.state) ?? 'unknown',
            ms: (n == null ? void 0 : n.ms) ?? null,
          };
        });
      }
      async standing() {
        var t;
        return ((t = await this.#g()) == null ? void 0 : t.standing) ?? null;
      }
      async visit(t, r) {
        return this.#a(t, ho.page, r, (n, o, s, i) => this.#l(n, t, o < Yi, s, i));
      }
      async part(t, r) {
        let n = await this.#g();
        if (n === null) return this.visit(t, r);
        let { follower: o, standing: s } = n,
          i = `${s.record.tree} ${t}`,
          a = this.#n.get(i);
        if (a !== void 0) return a;
        let c = await this.#a(t, ho.part, r, async (l, u, f, h) => ({
          file: await o.open(t, this.#h(l, f, h).fetch),
          standing: s,
          layer: null,
        }));
        return (t.startsWith('assets/') && this.#n.size < 32 && this.#n.set(i, c), c);
      }
      async refreshList({ record: t }) {
        var n;
        let r = t.mirrors ?? null;
        if (r !== (((n = this.#o) == null ? void 0 : n.version) ?? null)) {
          if (r === null) this.#o = null;
          else {
            let { file: o } = await this.part(Ge, !1);
            if (o === null) return;
            let s = Qt(o.bytes);
            if (s.version !== r) return;
            this.#o = s;
          }
          (this.#r.keep(it({ own: this.#t.own, list: this.#o })), this.#t.changed());
        }
      }
      async #a(t, r, n, o) {
        let { clock: s, network: i } = this.#t,
          a = s.now(),
          c = i(),
          l = this.#d(c),
          u = (f, h) => this.#f(c, h, r, (y, w, b) => o(y, w, b, f));
        try {
          return await u(ao, l);
        } catch (f) {
          if (!n || !(f instanceof ht) || s.now() - a < zi) throw f;
          return u(co, l.slice(0, yo));
        }
      }
      async #f(t, r, n, o) {
        let { clock: s, changed: i } = this.#t,
          a = new Map();
        try {
          let c = await mo({
              sources: r,
              atOnce: n,
              clock: s,
              attempt: async (f, h, y) => {
                let w = s.now(),
                  b = await o(f, h, y);
                return (a.set(f, s.now() - w), b);
              },
              best: ({ layer: f, standing: h }) => h.fresh && f !== 'stale',
              better: (f, h) => f.standing.confirmedAt > h.standing.confirmedAt,
            }),
            { got: l, source: u } = c;
          this.#p(t, c.failures);
          for (let f of c.silent) f.ms >= qi && this.#r.note(f.source, t, 'slow', f.ms);
          return (
            this.#r.note(u, t, l.layer === 'stale' ? 'stale' : 'ok', a.get(u) ?? 0),
            l.layer !== null && l.layer !== 'stale' && l.layer.commit() && (this.#i = null),
            (this.#c = u),
            i(),
            { file: l.file, standing: l.standing, source: u }
          );
        } catch (c) {
          throw (c instanceof ht && this.#p(t, c.failures), i(), c);
        }
      }
      async #l(t, r, n, o, s) {
        let { clock: i, network: a, root: c } = this.#t,
          l = this.#e.layer(),
          u = this.#h(t, o, s),
          { fetch: f } = u,
          h = oe({ anchor: { root: c }, fetch: f, memory: l, now: i.now, known: this.#s });
        try {
          if (n && !this.#r.curtain(a())) {
            let { file: y, update: w } = await h.visit(r);
            return { file: y, standing: w, layer: l };
          }
          return { standing: await h.update('bundle'), file: await h.open(r), layer: l };
        } catch (y) {
          if (u.frozen()) return this.#u(h, r, l, y);
          if (y instanceof p && y.code === 'rollback') return this.#m(r, f, y);
          throw y;
        }
      }
      async #u(t, r, n, o) {
        let s = await t.recall();
        if (s === null) throw o;
        return { standing: s, file: await t.open(r), layer: n };
      }
      async #m(t, r, n) {
        let o = await this.#g();
        if (o === null) throw n;
        let { follower: s, standing: i } = o;
        return { standing: i, file: await s.open(t, r), layer: 'stale' };
      }
      #h(t, r, n) {
        let { clock: o, fetch: s, network: i } = this.#t,
          a = !1,
          c = (l, u) => {
            let f = this.#y(t).map((h) => F(h, l));
            return uo({ urls: f, length: u, fetch: s, clock: o, patience: n, signal: r });
          };
        return {
          frozen: () => a,
          fetch: async (l, u) => {
            let f = u > Ct && Zi(l, u);
            if (f && this.#r.curtain(i())) return c(l, u);
            try {
              let h = F(t, l),
                { bytes: y, type: w } = await ce({
                  url: h,
                  limit: u,
                  fetch: s,
                  clock: o,
                  patience: n,
                  signal: r,
                });
              return l.startsWith('edition/') && w.startsWith('text/html') ? null : y;
            } catch (h) {
              if (!(h instanceof $) || h.trouble !== 'curtain') throw h;
              if (((a = !0), this.#r.noteCurtain(i()), f)) return c(l, u);
              throw h;
            }
          },
        };
      }
      #y(t) {
        let r = this.#t.network(),
          n = this.#d(r).filter((o) => {
            var s;
            return o !== t && ((s = this.#r.seen(o, r)) == null ? void 0 : s.state) === 'ok';
          });
        return [t, ...n].slice(0, yo);
      }
      #d(t) {
        return this.#r.sort(it({ own: this.#t.own, list: this.#o }), t, 2);
      }
      #p(t, r) {
        for (let { source: n, error: o } of r) this.#r.note(n, t, Xi(o), 0);
      }
      async #g() {
        if (this.#i !== null) return this.#i;
        let { clock: t, root: r } = this.#t,
          n = oe({
            anchor: { root: r },
            fetch: () => Promise.resolve(null),
            memory: this.#e.layer(),
            now: t.now,
            known: this.#s,
          }),
          o = await n.recall();
        return o === null ? null : (this.#i = { follower: n, standing: o });
      }
    },
    Zi = (e, t) => !/^edition\/(?!o\/)/.test(e) && t !== Vi && t < Ji,
    Vi = 262144,
    Ji = 4194304;
  function Xi(e) {
    for (let t = e; t instanceof Error; t = t.cause)
      if (t instanceof $) return t.trouble === 'blocked' ? 'blocked' : 'slow';
    return e instanceof p
      ? e.code === 'rollback'
        ? 'stale'
        : e.code === 'missing' || e.code === 'unreachable'
          ? 'blocked'
          : 'poisoned'
      : e instanceof m && e.code !== 'missing'
        ? 'poisoned'
        : 'blocked';
  }
  var ir = 'longwave';
  function go(e, t) {
    let r = `${t}edition/state`;
    return {
      async load() {
        let n = await (await e.open(ir)).match(r);
        try {
          return n === void 0 ? null : await n.json();
        } catch {
          return null;
        }
      },
      async save(n) {
        await (await e.open(ir)).put(r, new Response(JSON.stringify(n)));
      },
      async clear() {
        await e.delete(ir);
      },
    };
  }
  var Qi = { keepAll: !1, wipeOnExit: !1, stealth: !1 };
  async function wo(e, t, r) {
    let n = e.registration.scope,
      o = go(e.caches, n),
      s = ta(await o.load(), t),
      { choices: i, pin: a } = s,
      c = new se(e.caches),
      l = new ar(o, () => ({ ...u.state, pin: a, choices: i }), i),
      u = new le({
        own: n,
        root: gr({ ...t, root: a }),
        state: s,
        fetch: (b, T) => e.fetch(b, T),
        clock: r,
        network: () => ea(e),
        changed: () => {
          l.save();
        },
      }),
      f = () => fe({ own: n, list: u.list }),
      h = async () => {
        (await l.close(), await c.clear(), await e.registration.unregister());
      },
      y = (b) => {
        b.catch(() => {});
      },
      w = new Mt({
        own: n,
        data: t,
        paper: u,
        kept: c,
        now: r.now,
        choices: () => i,
        hidden: () => i.stealth && f(),
        onLine: () => e.navigator.onLine,
        later: (b) => y(b.then(() => (Lt({ own: n, list: u.list }) ? h() : void 0))),
      });
    return {
      own: n,
      data: t,
      scope: e,
      clock: r,
      paper: u,
      desk: w,
      kept: c,
      choices: i,
      neutral: f,
      save: () => l.save(),
      wipe: h,
    };
  }
  var ar = class {
    #t;
    #e;
    #r;
    #s = null;
    #n = !1;
    constructor(t, r, n) {
      ((this.#t = t), (this.#e = r), (this.#r = n));
    }
    save() {
      return (
        (this.#s ??= Promise.resolve().then(async () => {
          if (((this.#s = null), this.#n)) return;
          let t = this.#e(),
            { choices: r, pin: n, seed: o } = t;
          await this.#t.save(
            this.#r.wipeOnExit ? { pin: n, choices: r, seed: o, trust: {}, list: null, lessons: {} } : t,
          );
        })),
        this.#s
      );
    }
    async close() {
      ((this.#n = !0), await this.#t.clear());
    }
  };
  function ta(e, t) {
    let r = {
      trust: {},
      list: null,
      lessons: {},
      seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
      pin: t.root,
      choices: { ...Qi },
    };
    if (typeof e != 'object' || e === null) return r;
    let n = { ...r, ...e };
    return (n.list !== null && n.list.length > Xt && (n.list = null), n);
  }
  function ea({ navigator: e }) {
    let { type: t, effectiveType: r } = e.connection ?? {};
    return t ?? r ?? '';
  }
  var ra,
    ue = () => (ra ??= wo(self, LONGWAVE, hr));
  self.addEventListener('install', (e) => e.waitUntil(na()));
  self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));
  async function na() {
    let { own: e, paper: t, save: r } = await ue(),
      n = (await t.standing()) ?? (await t.visit('404.html', !0)).standing;
    if ((await t.refreshList(n), Lt({ own: e, list: t.list })))
      throw new Error(`"${e}" is a place that is shared with others; open another mirror`);
    (await r(), await self.skipWaiting());
  }
  self.addEventListener('fetch', (e) => {
    let t = br(e.request, self.registration.scope);
    if (t === null) return;
    let r = ue().then(async ({ desk: n }) => n.answer(t));
    (e.respondWith(r), e.waitUntil(r.then(async () => (await ue()).save()).catch(() => {})));
  });
  self.addEventListener('message', (e) => {
    e.waitUntil(
      ue()
        .then((t) => mr(t, e.data))
        .then((t) => {
          var r;
          t !== null && ((r = e.ports[0]) == null || r.postMessage(t));
        }),
    );
  });
})();
