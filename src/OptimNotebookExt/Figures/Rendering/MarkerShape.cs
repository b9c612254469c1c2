namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The shapes that tell series apart without colour.</summary>
internal enum MarkerShape
{
    Circle,
    Square,
    Triangle,
    Diamond,
    Cross,
    Down,
}
