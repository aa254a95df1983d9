"""Operations as Python that a person would write."""
