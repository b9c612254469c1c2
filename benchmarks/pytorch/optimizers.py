"""The optimizers in PyTorch, op by op as the specification states them: what they are compared with."""
import math

import torch


def axes_with_matrix(p):
    return [d for d, n in enumerate(p.shape) if n != 1 and n != p.numel()]


def rms(x):
    return (x * x).mean().sqrt()


def multiply(x, m, d):
    """Axis d of x multiplied by a matrix, or scaled by a vector."""
    moved = x.transpose(-1, d)
    return (moved * m if m.ndim == 1 else torch.matmul(moved, m.t())).transpose(-1, d)


def multiply_all(x, dims, matrix):
    for d in dims:
        x = multiply(x, matrix(d), d)
    return x


def rows(x, d):
    return x.transpose(-1, d).reshape(-1, x.shape[d])


def scatter(x, d):
    r = rows(x, d)
    return torch.matmul(r.t(), r)


class Optimizer:
    defaults = {}

    def __init__(self, params, **hyper):
        self.params = list(params)
        self.state = [{} for _ in self.params]
        self.__dict__.update(self.defaults)
        if "betas" in hyper:
            betas = hyper.pop("betas")
            for i, beta in enumerate(betas):
                hyper[f"beta{i + 1}"] = beta
        unknown = set(hyper) - set(self.defaults)
        if unknown:
            raise ValueError(f"{type(self).__name__} has no {sorted(unknown)}")
        self.__dict__.update(hyper)

    @torch.no_grad()
    def step(self):
        self.begin([s for p, s in zip(self.params, self.state) if p.grad is not None and s])
        for p, s in zip(self.params, self.state):
            if p.grad is not None:
                if not s:
                    self.create(p, s)
                self.update(p, p.grad, s)

    def begin(self, states):
        pass


class Eve(Optimizer):
    defaults = dict(lr=1e-3, beta1=0.9, beta2=0.98, eps=1e-8, weight_decay=1e-3, target_rms=0.1, decay_factor_float32=False)

    def create(self, p, s):
        s.update(step=0, exp_avg=torch.zeros_like(p), exp_avg_sq=torch.zeros_like(p))

    def update(self, p, g, s):
        s["step"] += 1
        t = s["step"]
        s["exp_avg"].mul_(self.beta1).add_(g, alpha=1 - self.beta1)
        s["exp_avg_sq"].mul_(self.beta2).addcmul_(g, g, value=1 - self.beta2)
        if p.numel() > 1:
            factor = 1 - self.weight_decay
            if self.decay_factor_float32:
                factor = (1 - torch.tensor(self.weight_decay, dtype=torch.float32)).item()
            if p.norm() > self.target_rms * p.numel() ** 0.5:
                p.mul_(factor)
        denominator = (s["exp_avg_sq"].sqrt() * (1 - self.beta2**t) ** -0.5).add_(self.eps)
        p.addcdiv_(s["exp_avg"], denominator, value=-self.lr / (1 - self.beta1**t))


class Cain(Optimizer):
    defaults = dict(lr=1e-2, beta1=0.9, beta2=0.98, eps=1e-8, scale_speed=0.05, rms_eps=1e-5, param_max=20.0)

    def create(self, p, s):
        s.update(step=0, delta=torch.zeros_like(p), exp_avg_sq=torch.zeros_like(p))
        if p.numel() > 1:
            s.update(param_rms=torch.ones_like(p), scale_exp_avg_sq=p.new_zeros(()))

    def refresh(self, p, param_rms, d):
        f = (p * p).clamp_(min=self.rms_eps**2) / (param_rms * param_rms)
        if p.numel() <= 2 * p.shape[d]:
            f = f.mean()
        else:
            others = [e for e in range(p.ndim) if e != d]
            f = f.mean(dim=others, keepdim=True)
        param_rms.mul_(f.sqrt())

    def update(self, p, g, s):
        t, delta = s["step"], s["delta"].mul_(self.beta1)
        if p.numel() > 1:
            scale = (p * g).sum()
            s["scale_exp_avg_sq"].mul_(self.beta2).addcmul_(scale, scale, value=1 - self.beta2)
            alpha = -self.lr * (1 - self.beta2 ** (t + 1)) ** 0.5 * self.scale_speed * (1 - self.beta1)
            delta.add_(p * (alpha * scale / (s["scale_exp_avg_sq"].sqrt() + self.eps)))
            s["exp_avg_sq"].mul_(self.beta2).addcmul_(g, g, value=1 - self.beta2)
            if t % 1000 == 0:
                s["param_rms"].fill_(1)
                for d in range(p.ndim):
                    self.refresh(p, s["param_rms"], d)
            else:
                self.refresh(p, s["param_rms"], t % p.ndim)
            step = -(1 - self.beta1) * self.lr * (1 - self.beta2**t)
            delta.add_(g / s["exp_avg_sq"].sqrt().add_(self.eps) * s["param_rms"], alpha=step)
        else:
            s["exp_avg_sq"].mul_(self.beta2).addcmul_(g, g, value=1 - self.beta2)
            step = -self.lr * (1 - self.beta1) * (1 - self.beta2**t) ** 0.5
            delta.add_(g / s["exp_avg_sq"].sqrt().add_(self.eps), alpha=step)
        p.add_(delta)
        if t % 10 == 0:
            p.clamp_(-self.param_max, self.param_max)
        s["step"] = t + 1


class LearnedGradient(Optimizer):
    defaults = dict(lr=3e-2, size_lr_scale=0.1, meta_lr_scale=1.0, beta1=0.9, beta2=0.98, eps=1e-8, param_min_rms=1e-5,
                    param_max_rms=2.0, lr_est_period=10, max_step_scale=2.0, symmetrize_meta_grad=True, meta_lr_twice=False)

    def create(self, p, s):
        s.update(step=0, exp_avg=torch.zeros_like(p))
        if p.numel() > 1:
            s.update(param_rms=rms(p) + self.eps, scale_exp_avg=p.new_zeros(()), scale_exp_avg_sq=p.new_zeros(()), scale_grads=p.new_zeros(4))
        if p.numel() <= 5:
            s["exp_avg_sq"] = torch.zeros_like(p)
        else:
            for d in axes_with_matrix(p):
                s[f"lr_{d}"] = torch.eye(p.shape[d], dtype=p.dtype)
                s[f"grad_cov_{d}"] = p.new_zeros(p.shape[d], p.shape[d])

    def update(self, p, g, s):
        t = s["step"]
        if p.numel() > 1:
            s["scale_grads"][t % 4] = (p * g).sum()
            if t % 4 == 3:
                self.update_size(p, s, t)
        if p.numel() <= 5:
            s["exp_avg"].mul_(self.beta1).add_(g, alpha=1 - self.beta1)
            s["exp_avg_sq"].mul_(self.beta2).addcmul_(g, g, value=1 - self.beta2)
            denominator = (s["exp_avg_sq"].sum() / (p.numel() * (1 - self.beta2 ** (t + 1)))).sqrt() + self.eps
            p.add_(s["exp_avg"] / denominator * (s["param_rms"] if p.numel() > 1 else 1), alpha=-self.lr)
        else:
            if t % self.lr_est_period == 0:
                self.update_lrs(p, g, s, t)
            s["exp_avg"].mul_(self.beta1).add_(g, alpha=1 - self.beta1)
            d = multiply_all(s["exp_avg"], axes_with_matrix(p), lambda e: s[f"lr_{e}"])
            r = rms(d) + self.eps
            limit = self.max_step_scale * r
            alpha = -self.lr * (1 - self.beta1) / (1 - self.beta1**2) ** 0.5
            p.add_(torch.minimum(torch.maximum(d, -limit), limit) * (s["param_rms"] / r), alpha=alpha)
        s["step"] = t + 1

    def update_size(self, p, s, t):
        beta1, beta2, size_lr = self.beta1**4, self.beta2**4, 4 * self.lr * self.size_lr_scale
        param_rms = s["param_rms"].copy_(rms(p).clamp_(min=self.eps))
        s["scale_exp_avg_sq"].mul_(beta2).add_((s["scale_grads"] ** 2).mean(), alpha=1 - beta2)
        s["scale_exp_avg"].mul_(beta1).add_(s["scale_grads"].mean(), alpha=1 - beta1)
        step = -size_lr * (1 - beta2 ** ((t + 1) / 4)) ** 0.5 * s["scale_exp_avg"] / (s["scale_exp_avg_sq"].sqrt() + 1e-10)
        step = torch.where(param_rms < self.param_min_rms, torch.full_like(step, size_lr), step)
        step = torch.where(param_rms > self.param_max_rms, torch.full_like(step, -size_lr), step)
        p.add_(p * step)

    def update_lrs(self, p, g, s, t):
        dims = axes_with_matrix(p)
        for d in dims:
            s[f"grad_cov_{d}"].mul_(self.beta2).add_(scatter(g, d))
        if t == 0 or not dims:
            return
        y = multiply_all(s["exp_avg"], dims, lambda d: s[f"lr_{d}"])
        c = multiply_all(y, dims, lambda d: s[f"grad_cov_{d}"] / (s[f"grad_cov_{d}"].diag().mean() + 1e-20))
        q = (c * y).mean()
        if not q > 0:
            return
        h = (g - c * ((g * y).sum() / (q * g.numel()))) / q.sqrt()
        meta_grads = {}
        for d in dims:
            z = multiply_all(s["exp_avg"], [e for e in dims if e != d], lambda e: s[f"lr_{e}"])
            meta_grads[d] = torch.matmul(rows(h, d).t(), rows(z, d))
        meta_lr = self.lr * self.meta_lr_scale
        for d, m in meta_grads.items():
            lr = s[f"lr_{d}"]
            a = torch.matmul((m + m.t()) / 2 if self.symmetrize_meta_grad else m, lr)
            a.mul_(meta_lr / (rms(a) + 1e-20))
            if self.meta_lr_twice:
                a.mul_(meta_lr)
            a.diagonal().add_(1)
            moved = torch.matmul(torch.matmul(a, lr), a.t())
            lr.copy_((moved + moved.t()) / (2 * moved.diag().mean()))


class LearnedGradientStable(LearnedGradient):
    """The stable form: the draft's size update and step, with matrices lr = B Bt, B = P K, P = C^-1/4, K learned."""
    defaults = dict(lr=5e-2, eta=5e-2, shrink=0.02, base=0.5, base_eps=1e-4, period=10, eig_every=5, cov_beta=0.995, size_lr_scale=0.1,
                    beta1=0.9, beta2=0.98, eps=1e-8, param_min_rms=1e-5, param_max_rms=2.0, max_step_scale=2.0, lr_est_period=1)

    def create(self, p, s):
        super().create(p, s)
        s.update(gsum=torch.zeros_like(p), snap=torch.zeros_like(p), nup=0)
        for d in axes_with_matrix(p):
            for name in "KPB":
                s[f"{name}_{d}"] = torch.eye(p.shape[d], dtype=p.dtype)

    def update_lrs(self, p, g, s, t):
        dims = axes_with_matrix(p)
        s["gsum"] += g
        for d in dims:
            s[f"grad_cov_{d}"].mul_(self.cov_beta).add_(scatter(g, d), alpha=1 - self.cov_beta)
        if t == 0 or t % self.period or not dims:
            return
        if self.eta and s["nup"]:
            self.learn(s, dims)
        for d in dims:
            c = s[f"grad_cov_{d}"]
            if s["nup"] % self.eig_every == 0 and c.diag().mean() > 0:
                values, vectors = torch.linalg.eigh(c / c.diag().mean())
                s[f"P_{d}"] = (vectors * (values + self.base_eps) ** (-self.base / 2)) @ vectors.t()
            b = s[f"P_{d}"] @ s[f"K_{d}"]
            s[f"B_{d}"] = b / (b @ b.t()).diag().mean().sqrt()
            s[f"lr_{d}"] = s[f"B_{d}"] @ s[f"B_{d}"].t()
        s["nup"] += 1
        s["snap"] = s["exp_avg"].clone()
        s["gsum"].zero_()

    def learn(self, s, dims):
        """Ascends the cosine of the step that the matrices made of the old momentum and the mean of the gradients since."""
        mean, snap = s["gsum"] / self.period, s["snap"]
        y = multiply_all(snap, dims, lambda d: s[f"lr_{d}"])
        if not (y * y).sum() > 0:
            return
        h = mean - y * ((mean * y).sum() / (y * y).sum())
        others = {d: multiply_all(snap, [e for e in dims if e != d], lambda e: s[f"lr_{e}"]) for d in dims}
        for d in dims:
            b, n = s[f"B_{d}"], snap.shape[d]
            eye = torch.eye(n, dtype=snap.dtype)
            x = b.t() @ (rows(h, d).t() @ rows(others[d], d)) @ b
            x = (x + x.t()) / 2
            x = x - eye * x.diag().mean()
            if x.norm() == 0:
                continue
            y_d = x * (self.eta / 2 / x.norm())
            k = s[f"K_{d}"] @ (eye + y_d + y_d @ y_d / 2 + y_d @ y_d @ y_d / 6)
            new = k @ k.t()
            s[f"K_{d}"] = torch.linalg.cholesky((1 - self.shrink) * new / new.diag().mean() + self.shrink * eye)


class NeutralGradient(Optimizer):
    defaults = dict(lr=3e-2, beta1=0.9, beta2=0.98, beta3=0.95, scale_speed=0.1, grad_eps=1e-10, param_eps=1e-6, param_rel_eps=1e-4,
                    param_rel_max=1.0, param_reverse_cutoff=4.0, param_max_rms=2.0, param_min_rms=1e-5, max_fullcov_size=1023,
                    estimate_period=2000, stats_steps=200, param_pow=0.5, grad_pow=1.0, lr_for_speedup=0.03,
                    speedup_recalibrate_period=100, speedup_first_step=500, fix_param_scale_args=False)

    def __init__(self, params, randint=lambda most: 0, uniform=lambda: 0.5, **hyper):
        super().__init__(params, **hyper)
        self.randint, self.uniform = randint, uniform
        self.speedup_step = -self.speedup_first_step

    def create(self, p, s):
        s.update(step_period=1, n_cached_grads=0, cached_grad=torch.zeros_like(p), step=0, delta=torch.zeros_like(p),
                 exp_avg_sq=torch.zeros_like(p), grad_times_step=p.new_zeros(()))
        if p.numel() == 1:
            return
        s.update(scale=rms(p) + self.param_min_rms, scale_exp_avg_sq=p.new_zeros(()))
        if p.numel() in p.shape:
            return
        s["step_within_period"] = self.randint(self.estimate_period - self.stats_steps)
        s["scalar_exp_avg_sq"] = p.new_zeros(())
        first = rms(p) + self.param_eps
        for d in axes_with_matrix(p):
            n = p.shape[d]
            if n > self.max_fullcov_size:
                s[f"proj_{d}"] = p.new_ones(n) * first
            else:
                s[f"proj_{d}"] = torch.eye(n, dtype=p.dtype) * first
                s[f"param_cov_{d}"] = p.new_zeros(n, n)
            s[f"grad_cov_count_{d}"] = 0
            first = 1

    def begin(self, states):
        if self.speedup_step >= 0 and self.speedup_step % self.speedup_recalibrate_period == 0 and states:
            self.recalibrate(states)
        self.speedup_step += 1

    def recalibrate(self, states):
        z = min(self.lr_for_speedup / self.lr, 10)
        if z <= 1:
            periods = [1] * len(states)
        else:
            r = torch.stack([s["grad_times_step"] for s in states]).clamp(min=0) ** 0.25
            if r.mean() == 0:
                periods = [1] * len(states)
            else:
                low = 1 / (3 * z)
                f = r / (z * r.mean())
                f = (f / (z * f.clamp(low, 1).mean())).clamp(low, 1)
                periods = (1 / f).to(torch.int64).tolist()
        for s, period in zip(states, periods):
            s["step_period"] = period

    def update(self, p, g, s):
        n = 1
        if s["step_period"] > 1 or s["n_cached_grads"] > 0:
            s["n_cached_grads"] += 1
            n = s["n_cached_grads"]
            if n >= s["step_period"] or self.uniform() < 0.05 / s["step_period"]:
                g = g + s["cached_grad"]
                s["cached_grad"].zero_()
                s["n_cached_grads"] = 0
            else:
                s["cached_grad"].add_(g)
                return
        t, beta1, beta2, delta = s["step"], self.beta1, self.beta2, s["delta"].mul_(self.beta1)
        if p.numel() == 1:
            s["exp_avg_sq"].mul_(beta2).addcmul_(g, g, value=(1 - beta2) / n)
            v = g / (s["exp_avg_sq"].sqrt() + self.grad_eps)
            a = -self.lr * (1 - beta1) * (1 - beta2 ** (t + 1)) ** 0.5
            delta.add_(v, alpha=a)
            s["grad_times_step"].mul_(beta2).sub_((v * g).sum() * (a * (1 - beta2) / ((1 - beta1) * n)))
        else:
            self.update_scale(p, g, s, t, n, delta)
            if p.numel() in p.shape:
                s["exp_avg_sq"].mul_(beta2).addcmul_(g, g, value=(1 - beta2) / n)
                v = g / (s["exp_avg_sq"].sqrt() + self.grad_eps)
                a = -(1 - beta1) * self.lr * (1 - beta2 ** (t + 1)) ** 0.5 * s["scale"]
            else:
                v, a = self.project(p, g, s, t, n)
            delta.add_(v * a)
            if t % 10 == 0:
                s["grad_times_step"].mul_(beta1).sub_(a / n * (v * g).sum())
        p.add_(delta)
        s["step"] = t + 1

    def update_scale(self, p, g, s, t, n, delta):
        scale = (p * g).sum()
        s["scale_exp_avg_sq"].mul_(self.beta2).addcmul_(scale, scale, value=(1 - self.beta2) / n)
        u = scale / (s["scale_exp_avg_sq"].sqrt() + self.grad_eps)
        if t % 2 == 0:
            r = rms(p)
            u = torch.where(r < self.param_min_rms, torch.full_like(u, -2 * math.sqrt(n)), u)
            u = torch.where(r > self.param_max_rms, torch.full_like(u, 2 * math.sqrt(n)), u)
        delta.add_(p * (u * (-self.lr * (1 - self.beta2 ** (t + 1)) ** 0.5 * self.scale_speed * (1 - self.beta1))))
        if t % 10 == 0:
            s["scale"] = rms(p) + self.param_min_rms

    def project(self, p, g, s, t, n):
        w, dims = s["step_within_period"], axes_with_matrix(p)
        if w == self.estimate_period:
            self.estimate_projections(p, s)
            s["step_within_period"] = 0
        elif w >= self.estimate_period - self.stats_steps:
            for d in dims:
                if p.shape[d] <= self.max_fullcov_size:
                    if f"grad_cov_{d}" not in s:
                        s[f"grad_cov_{d}"], s[f"grad_cov_count_{d}"] = p.new_zeros(p.shape[d], p.shape[d]), 0
                    s[f"grad_cov_{d}"].add_(scatter(g, d))
                    s[f"grad_cov_count_{d}"] += g.numel() // p.shape[d]
        x = multiply_all(g, dims, lambda d: s[f"proj_{d}"])
        s["exp_avg_sq"].mul_(self.beta2).addcmul_(x, x, value=(1 - self.beta2) / n)
        b = 1 - self.beta2 ** (min(t, w) + 1)
        root = s["exp_avg_sq"].sqrt() if self.grad_pow == 1 else s["exp_avg_sq"] ** (self.grad_pow / 2)
        x = x / root.add_(self.grad_eps)
        if b < 0.99:
            x = x * b**0.5
        x = multiply_all(x, dims, lambda d: s[f"proj_{d}"] if s[f"proj_{d}"].ndim == 1 else s[f"proj_{d}"].t())
        s["scalar_exp_avg_sq"].mul_(self.beta2).add_((x * x).mean(), alpha=(1 - self.beta2) / n)
        a = -self.lr * (1 - self.beta1) * s["scale"] / ((s["scalar_exp_avg_sq"] / b).sqrt() + self.grad_eps)
        s["step_within_period"] += 1
        return x, a

    def estimate_projections(self, p, s):
        dims = axes_with_matrix(p)
        for d in dims:
            if s[f"proj_{d}"].ndim == 1:
                s[f"proj_{d}"].fill_(1)
                continue
            grad_cov = s.pop(f"grad_cov_{d}") / s[f"grad_cov_count_{d}"]
            k = scatter(p, d) / (p.numel() // p.shape[d])
            s[f"param_cov_{d}"].mul_(self.beta3).add_(k / (k.diag().mean() + 1e-20), alpha=1 - self.beta3)
            big_p = self.estimate_proj(grad_cov, s[f"param_cov_{d}"], self.cutoff(p, d))
            s[f"proj_{d}"].copy_(torch.linalg.svd(big_p)[0].t())
        rotated = multiply_all(p, dims, lambda d: s[f"proj_{d}"])
        power, eps = (self.param_pow, self.param_eps) if self.fix_param_scale_args else (self.param_eps, self.param_pow)
        q = rotated * rotated
        q = q + eps**2 + self.param_rel_eps**2 * q.mean()
        variances = {d: p.new_ones(p.shape[d]) for d in dims}
        for _ in range(3):
            for d in dims:
                v = q.mean(dim=[e for e in range(p.ndim) if e != d], keepdim=True)
                q = q / v
                variances[d] = variances[d] * v.flatten()
        for d in dims:
            root = self.smooth(variances[d], power, self.cutoff(p, d)).sqrt()
            s[f"proj_{d}"].mul_(root if s[f"proj_{d}"].ndim == 1 else root.unsqueeze(-1))
        s["exp_avg_sq"].zero_()
        s["scalar_exp_avg_sq"].zero_()

    def cutoff(self, p, d):
        return self.param_reverse_cutoff if p.numel() // p.shape[d] > p.shape[d] // 4 else 1e10

    def smooth(self, x, power, cutoff):
        x = x / (x.mean() + 1e-20)
        return (1 / (1 / (x + self.param_rel_eps) + 1 / self.param_rel_max) * (cutoff / (x + cutoff))) ** power

    def estimate_proj(self, grad_cov, param_cov, cutoff):
        g, c = grad_cov + grad_cov.t(), param_cov + param_cov.t()
        u, spectrum, _ = torch.linalg.svd(c)
        q = self.smooth(spectrum, self.param_pow / self.grad_pow, cutoff).sqrt().unsqueeze(-1) * u.t()
        u2, s2, _ = torch.linalg.svd(torch.matmul(torch.matmul(q, g), q.t()))
        y = torch.matmul(q.t(), u2) * (s2 + 1e-35) ** -0.25
        p = torch.matmul(y, y.t())
        return (p + p.t()) / 2


ALL = {c.__name__: c for c in (Eve, Cain, LearnedGradient, LearnedGradientStable, NeutralGradient)}
