namespace OptimNotebookExt.Host.Notebooks.Reports.Tex;

/// <summary>The commands of TeX that stand for one character, or for upright words.</summary>
internal static class TexSymbols
{
    /// <summary>Letters, set in italics as variables are.</summary>
    internal static IReadOnlyDictionary<string, string> Letters { get; } = Read(
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ "
        + "sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω "
        + "ell ℓ infty ∞ partial ∂ nabla ∇ emptyset ∅ hbar ℏ Re ℜ Im ℑ top ⊤ bot ⊥");

    /// <summary>Signs between and around what they work on.</summary>
    internal static IReadOnlyDictionary<string, string> Operators { get; } = Read(
        "cdot · times × pm ± mp ∓ div ÷ ast ∗ star ⋆ circ ∘ bullet ∙ odot ⊙ otimes ⊗ oplus ⊕ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ "
        + "approx ≈ sim ∼ simeq ≃ equiv ≡ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ cup ∪ cap ∩ setminus ∖ to → rightarrow → leftarrow ← "
        + "leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ implies ⇒ mapsto ↦ uparrow ↑ downarrow ↓ succ ≻ succeq ⪰ prec ≺ preceq ⪯ "
        + "forall ∀ exists ∃ neg ¬ land ∧ wedge ∧ lor ∨ vee ∨ mid ∣ parallel ∥ perp ⊥ dots … ldots … cdots ⋯ vdots ⋮ ddots ⋱ prime ′ colon : "
        + "sum ∑ prod ∏ int ∫ % % # # & & _ _ $ $ "
        + "gets ← triangleq ≜ coloneqq ≔");

    /// <summary>Brackets, which <c>\left</c> and <c>\bigl</c> make larger.</summary>
    internal static IReadOnlyDictionary<string, string> Delimiters { get; } = Read(
        "langle ⟨ rangle ⟩ lVert ‖ rVert ‖ Vert ‖ | ‖ lvert | rvert | vert | lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrace { rbrace } { { } }");

    /// <summary>Functions, set upright.</summary>
    internal static IReadOnlySet<string> Functions { get; } = Set("log ln exp sin cos tan tanh cosh sinh min max sup inf lim arg det tr rank diag dim ker deg gcd Pr sgn sign argmin argmax");

    /// <summary>What has its limits below and above in a formula of its own.</summary>
    internal static IReadOnlySet<string> WithLimits { get; } = Set("∑ ∏ min max sup inf lim argmin argmax");

    /// <summary>Spaces and their widths.</summary>
    internal static IReadOnlyDictionary<string, string> Spaces { get; } = Read(
        ", 0.17em : 0.22em > 0.22em ; 0.28em ! -0.17em quad 1em qquad 2em enspace 0.5em thinspace 0.17em");

    /// <summary>Signs over a letter.</summary>
    internal static IReadOnlyDictionary<string, string> Accents { get; } = Read("hat ^ widehat ^ tilde ~ widetilde ~ bar ¯ overline ¯ vec → dot ˙ ddot ¨");

    private static Dictionary<string, string> Read(string pairs)
    {
        var parts = pairs.Split(' ');
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < parts.Length; i += 2)
            found[parts[i]] = parts[i + 1];
        return found;
    }

    private static HashSet<string> Set(string words) => [.. words.Split(' ')];
}
